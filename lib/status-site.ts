/**
 * The status site: a bucket, the CloudFront distribution that alone may read it, and the function that generates the
 * pages.
 */
import { Duration, Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Certificate, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  type ResponseSecurityHeadersBehavior,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config } from '../src/config/config.ts';
import type { SiteSettings } from '../src/config/site-settings.ts';
import { publicPlaces } from '../src/config/public-places.ts';
import { durationMinutes } from '../src/domain/time.ts';
import { placesFile, proofFile, type SiteEnvironment } from '../lambda/site/environment.ts';
import { contentSecurityPolicy, framedSecurityPolicy, permissionsPolicy } from '../lambda/site/security-headers.ts';
import { sitePrefix, stateKey } from '../lambda/site/bucket-keys.ts';
import { paths } from '../lambda/site/paths.ts';
import type { AppResources } from './app-resources.ts';
import { bundleOf } from './function-code.ts';
import { invokeByTopic } from './invoked-by-topic.ts';
import { grantStoringAndSending } from './encryption.ts';
import type { PetitionStore } from './petition-store.ts';
import type { FunctionOptions } from './own-function.ts';
import { ScheduledFunction, type SharedParts } from './scheduled-function.ts';
import { SignUp } from './sign-up.ts';
import { siteAssets } from './site-assets.ts';

export interface StatusSiteProps extends FunctionOptions, SharedParts {
  readonly config: Config;
  readonly site: SiteSettings;
  readonly store: PetitionStore;
  /** Each message invokes the function, so that the pages have what was told. */
  readonly alertTopic: Topic;
  /** What of the app is among the settings. */
  readonly resources: AppResources;
}

export class StatusSite extends Construct {
  readonly bucket: Bucket;
  readonly distribution: Distribution;
  /** The address of the site, with a slash at the end. */
  readonly url: string;
  /** The function that generates the site. */
  readonly reporter: ScheduledFunction;
  /** How often that function runs, besides at each alert. */
  readonly every: Duration;
  /** Where visitors sign up; undefined where they cannot. */
  readonly signUp: SignUp | undefined;
  /** The function that signs them up. */
  readonly signUpFunction: Function | undefined;

  constructor(
    scope: Construct,
    id: string,
    { config, site, store, alertTopic, resources, ...options }: StatusSiteProps,
  ) {
    super(scope, id);
    this.bucket = this.#makeBucket();
    const domain = site.domain && resources.valueOf(site.domain);
    const certificate =
      site.certificate === undefined
        ? undefined
        : Certificate.fromCertificateArn(this, 'Certificate', resources.valueOf(site.certificate));
    this.signUp = site.signUp && new SignUp(this, 'SignUp', this.#nameOf('SignUp', 128));
    this.distribution = this.#distribute(domain, certificate);
    this.url = `https://${domain ?? this.distribution.distributionDomainName}/`;
    const { tracing, logRetention, encryptionKey } = options;
    this.signUpFunction = this.signUp?.answer({ config, store, url: this.url, tracing, logRetention, encryptionKey });
    this.every = Duration.minutes(durationMinutes(site.every));

    const { [proofFile]: proof = '', ...assets } = siteAssets();
    // The pages never show recipients.
    const forFunction: Config = { ...config, subscribers: [], operators: [], digests: [] };
    const environment: SiteEnvironment = {
      TABLE_NAME: store.table.tableName,
      SITE_BUCKET: this.bucket.bucketName,
      SITE_URL: this.url,
      PETITIONS_FILE: 'petitions.json',
    };
    this.reporter = new ScheduledFunction(this, 'Report', {
      ...options,
      description: 'Generates the pages and feeds of the status site',
      code: bundleOf('site', {
        'petitions.json': JSON.stringify(forFunction),
        [placesFile]: JSON.stringify(publicPlaces(config)),
        ...assets,
        ...(site.signUp?.proofOfWork && { [proofFile]: proof }),
      }),
      environment,
      every: this.every,
      watchdog: {
        name: 'site function',
        // At least half an hour: nobody needs to get up for a page that is some minutes old.
        after: Duration.minutes(3 * Math.max(this.every.toMinutes(), 10)),
        impact:
          'Alerts are sent as usual. The site shows old data, and visitors who only read the site may have missed news.',
        runbook: 'The site is not generated',
      },
      // The run holds all petitions and the manifest of all files in memory: a first run with 10,000 petitions used a
      // heap of 600 MB (2026-11, bench:site). CPU takes the time, and Lambda gives CPU in proportion to memory: less
      // memory would take longer, and would cost the same.
      memorySize: 1024,
    });
    store.grantReporting(this.reporter.function);
    store.grantSiteTurns(this.reporter.function);
    this.#grantWriting();
    const alerted = invokeByTopic(this, { topic: alertTopic, invoked: this.reporter.function });
    Validations.of(alerted).acknowledge({
      id: 'Serverless-SNSRedrivePolicy',
      reason: 'The schedule generates what a message that was not delivered would have.',
    });
    if (encryptionKey !== undefined) grantStoringAndSending(encryptionKey, this.reporter.function);
  }

  #makeBucket(): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // Never a customer's key: the content is public.
      encryption: BucketEncryption.S3_MANAGED,
      // The site can always be generated again, whatever `keepData` says. But CloudFormation cannot delete a bucket
      // that is not empty, and the deletion of the stack would fail. So CloudFormation retains it, and bin/destroy.ts
      // deletes it after the stack, when nothing writes to it. CDK's `autoDeleteObjects` would add a function with a
      // managed policy and a log that is kept for ever.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Its content is public, and only CloudFront reads it. A log would cost more than the site.',
    });
    return bucket;
  }

  #distribute(domain: string | undefined, certificate: ICertificate | undefined): Distribution {
    const access = new S3OriginAccessControl(this, 'Access', { originAccessControlName: this.#nameOf('Access', 64) });
    const notFound = { responseHttpStatus: 404, responsePagePath: `/${paths.notFound}`, ttl: Duration.seconds(10) };
    const behavior = {
      // The manifest is beside `site/`, out of CloudFront's reach. Not `withOriginAccessControl`, which would let
      // CloudFront read the whole bucket.
      origin: S3BucketOrigin.withBucketDefaults(this.bucket, {
        originPath: `/${sitePrefix.slice(0, -1)}`,
        originAccessControlId: access.originAccessControlId,
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: true,
      // AWS's managed policy: only the path is in the cache key, gzip and brotli are on, and Cache-Control decides
      // how long.
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    };
    const headers = this.#headers('Headers', contentSecurityPolicy(this.signUp !== undefined), {
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Status site of a petition monitor',
      defaultRootObject: paths.overview,
      defaultBehavior: { ...behavior, responseHeadersPolicy: headers },
      additionalBehaviors: {
        '*.embed.html': {
          ...behavior,
          responseHeadersPolicy: this.#headers('EmbedHeaders', framedSecurityPolicy),
        },
        ...(this.signUp && { [paths.signUp]: { ...this.signUp.behavior, responseHeadersPolicy: headers } }),
      },
      // Without permission to list a bucket, S3 answers 403 for a missing file.
      errorResponses: [403, 404].map((httpStatus) => ({ httpStatus, ...notFound })),
      httpVersion: HttpVersion.HTTP2_AND_3,
      // Europe and North America, the cheapest. Visitors elsewhere are served from there.
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(domain !== undefined &&
        certificate !== undefined && {
          domainNames: [domain],
          certificate,
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        }),
    });
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
        actions: ['s3:GetObject'],
        resources: [this.bucket.arnForObjects(`${sitePrefix}*`)],
        conditions: { StringEquals: { 'AWS:SourceArn': distribution.distributionArn } },
      }),
    );
    const acknowledge = (id: string, reason: string): void => Validations.of(distribution).acknowledge({ id, reason });
    acknowledge('AwsSolutions-CFR1', 'Petitions are read everywhere.');
    acknowledge(
      'AwsSolutions-CFR2',
      'Static files behind a cache: a firewall would cost more, and has nothing to protect.',
    );
    acknowledge('AwsSolutions-CFR3', 'Who reads the site is private, and a log would have to be kept safe.');
    if (domain === undefined) {
      acknowledge(
        'AwsSolutions-CFR4',
        'With CloudFront’s own domain and certificate, the TLS version cannot be chosen.',
      );
    }
    return distribution;
  }

  #headers(id: string, policy: string, more: ResponseSecurityHeadersBehavior = {}): ResponseHeadersPolicy {
    const override = true;
    return new ResponseHeadersPolicy(this, id, {
      responseHeadersPolicyName: this.#nameOf(id, 128),
      securityHeadersBehavior: {
        ...more,
        contentSecurityPolicy: { contentSecurityPolicy: policy, override },
        contentTypeOptions: { override },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override },
        // Not for subdomains: they are not ours.
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override },
      },
      customHeadersBehavior: { customHeaders: [{ header: 'permissions-policy', value: permissionsPolicy, override }] },
      // Feeds are for other people's programs, such as a notebook in a browser. Pages may be read in the same way:
      // there is no login, so every request gets the same public content.
      corsBehavior: {
        accessControlAllowOrigins: ['*'],
        accessControlAllowMethods: ['GET', 'HEAD'],
        accessControlAllowHeaders: ['*'],
        accessControlAllowCredentials: false,
        originOverride: override,
      },
    });
  }

  /** These names are unique in an account across regions, and stacks of one name may be in several regions. */
  #nameOf(what: string, maxLength: number): string {
    const { region } = Stack.of(this);
    // The longest region name has fourteen characters.
    return `${Names.uniqueResourceName(this, { maxLength: maxLength - 1 - what.length - 15 })}-${what}-${region}`;
  }

  /** Exactly what the site function does with the bucket. */
  #grantWriting(): void {
    const { function: reporter } = this.reporter;
    const grant = (actions: string[], ...resources: string[]): void =>
      reporter.addToRolePolicy(new PolicyStatement({ actions, resources }));
    grant(['s3:PutObject', 's3:DeleteObject'], this.bucket.arnForObjects(`${sitePrefix}*`));
    grant(['s3:GetObject', 's3:PutObject'], this.bucket.arnForObjects(stateKey));
    // Without it, S3 answers 403 instead of 404 while there is no manifest. To treat 403 as "no manifest" would
    // generate the whole site again whenever the role is broken. A condition on the prefix does not help: GetObject has
    // no prefix.
    grant(['s3:ListBucket'], this.bucket.bucketArn);
    const { defaultChild } = this.bucket.node;
    if (!CfnBucket.isCfnBucket(defaultChild)) throw new Error(`${this.bucket.node.path} is not a bucket`);
    Validations.of(this.reporter).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(defaultChild)}.Arn>/${sitePrefix}*]`,
      reason: 'It writes all files of the site and no others. Their names depend on the watched petitions.',
    });
  }
}
