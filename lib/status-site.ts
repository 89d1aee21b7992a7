/** The status site: a bucket, the distribution that alone may read it, and the function that makes the pages. */
import { Duration, Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../src/config/config.ts';
import type { SiteSettings } from '../src/config/site-settings.ts';
import { durationMinutes } from '../src/domain/time.ts';
import type { SiteEnvironment } from '../lambda/site/environment.ts';
import { contentSecurityPolicy, permissionsPolicy } from '../lambda/site/security-headers.ts';
import { sitePrefix, stateKey } from '../lambda/site/bucket-keys.ts';
import { paths } from '../lambda/site/paths.ts';
import { bundleOf } from './function-code.ts';
import { grantStoringAndSending } from './encryption.ts';
import type { PetitionStore } from './petition-store.ts';
import { ScheduledFunction, type FunctionOptions } from './scheduled-function.ts';
import { siteAssets } from './site-assets.ts';

export interface StatusSiteProps extends FunctionOptions {
  readonly config: Config;
  readonly site: SiteSettings;
  readonly store: PetitionStore;
}

export class StatusSite extends Construct {
  readonly bucket: Bucket;
  readonly distribution: Distribution;
  /** Its address, with a slash at the end. */
  readonly url: string;
  /** The function that makes the pages. */
  readonly reporter: ScheduledFunction;
  /** How often it does. */
  readonly every: Duration;

  constructor(scope: Construct, id: string, { config, site, store, ...options }: StatusSiteProps) {
    super(scope, id);
    this.bucket = this.#makeBucket();
    this.distribution = this.#distribute(site);
    this.url = `https://${site.domain ?? this.distribution.distributionDomainName}/`;
    this.every = Duration.minutes(durationMinutes(site.every));

    // Who is told is nothing that the pages show.
    const forFunction: Config = { ...config, subscribers: [], operators: [], digests: [] };
    const environment: SiteEnvironment = {
      TABLE_NAME: store.table.tableName,
      SITE_BUCKET: this.bucket.bucketName,
      SITE_URL: this.url,
      PETITIONS_FILE: 'petitions.json',
    };
    this.reporter = new ScheduledFunction(this, 'Report', {
      ...options,
      description: 'Makes the pages and feeds of the status site',
      code: bundleOf('site', { 'petitions.json': JSON.stringify(forFunction), ...siteAssets() }),
      environment,
      every: this.every,
      // All petitions and what is remembered of each file are held at once: 10,000 petitions, at the first run, were made in a heap
      // of 600 MB (2026-11, bench:site). It is the processor that takes the time, and that is given by memory: half of it for half as
      // long again would cost the same.
      memorySize: 1024,
    });
    store.grantReporting(this.reporter.function);
    this.#grantWriting();
    if (options.encryptionKey !== undefined) grantStoringAndSending(options.encryptionKey, this.reporter.function);
  }

  #makeBucket(): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // Never a key of the customer's: what is in it is public.
      encryption: BucketEncryption.S3_MANAGED,
      // All of it can be made anew, whatever `keepData` says. But CloudFormation deletes no bucket that is not empty, and is stuck
      // over it: so it lets go of it, and bin/destroy.ts deletes it when the stack is gone and nothing writes to it any more.
      // CDK's `autoDeleteObjects` would bring a function of its own, with a managed policy and a log that is kept for ever.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'What is in it is public, and CloudFront alone reads it; a log would cost more than the site.',
    });
    return bucket;
  }

  #distribute({ domain, certificate }: SiteSettings): Distribution {
    const access = new S3OriginAccessControl(this, 'Access', { originAccessControlName: this.#nameOf('Access', 64) });
    const notFound = { responseHttpStatus: 404, responsePagePath: `/${paths.notFound}`, ttl: Duration.minutes(1) };
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Status site of a petition monitor',
      defaultRootObject: paths.overview,
      defaultBehavior: {
        // What the function remembers lies beside `site/`, and is out of reach. Not `withOriginAccessControl`, which would let
        // CloudFront read all of the bucket.
        origin: S3BucketOrigin.withBucketDefaults(this.bucket, {
          originPath: `/${sitePrefix.slice(0, -1)}`,
          originAccessControlId: access.originAccessControlId,
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        compress: true,
        // AWS's own: nothing but the path is in the key, gzip and brotli, and for how long is left to each file's Cache-Control.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: this.#headers(),
      },
      // Who may not list a bucket is told 403 of what is not there.
      errorResponses: [403, 404].map((httpStatus) => ({ httpStatus, ...notFound })),
      httpVersion: HttpVersion.HTTP2_AND_3,
      // Europe and North America, the cheapest; others are served from there.
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(domain !== undefined &&
        certificate !== undefined && {
          domainNames: [domain],
          certificate: Certificate.fromCertificateArn(this, 'Certificate', certificate),
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
    acknowledge('AwsSolutions-CFR1', 'Petitions are read from everywhere.');
    acknowledge('AwsSolutions-CFR2', 'Static files behind a cache: a firewall costs more, and has nothing to guard.');
    acknowledge(
      'AwsSolutions-CFR3',
      'Who reads the site is nobody’s business, and a log of it would have to be kept safe.',
    );
    if (domain === undefined) {
      acknowledge(
        'AwsSolutions-CFR4',
        'The name and the certificate are CloudFront’s own, which leave no choice of TLS.',
      );
    }
    return distribution;
  }

  #headers(): ResponseHeadersPolicy {
    const override = true;
    return new ResponseHeadersPolicy(this, 'Headers', {
      responseHeadersPolicyName: this.#nameOf('Headers', 128),
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override },
        contentTypeOptions: { override },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override },
        // Not for names below it: those are not ours to speak for.
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override },
      },
      customHeadersBehavior: { customHeaders: [{ header: 'permissions-policy', value: permissionsPolicy, override }] },
      // The feeds are for the programs of others, a notebook in a browser among them. That holds for the pages too, as there is
      // nothing to log into: with whatever a browser asks, it gets what everybody gets.
      corsBehavior: {
        accessControlAllowOrigins: ['*'],
        accessControlAllowMethods: ['GET', 'HEAD'],
        accessControlAllowHeaders: ['*'],
        accessControlAllowCredentials: false,
        originOverride: override,
      },
    });
  }

  /** An account has one set of these names for all regions, and stacks of the same name may be in several. */
  #nameOf(what: string, maxLength: number): string {
    const { region } = Stack.of(this);
    // The longest name of a region has fourteen characters.
    return `${Names.uniqueResourceName(this, { maxLength: maxLength - 1 - what.length - 15 })}-${what}-${region}`;
  }

  /** Exactly what the function does with the bucket. */
  #grantWriting(): void {
    const { function: reporter } = this.reporter;
    const grant = (actions: string[], ...resources: string[]): void =>
      reporter.addToRolePolicy(new PolicyStatement({ actions, resources }));
    grant(['s3:PutObject', 's3:DeleteObject'], this.bucket.arnForObjects(`${sitePrefix}*`));
    grant(['s3:GetObject', 's3:PutObject'], this.bucket.arnForObjects(stateKey));
    // Without it S3 answers 403 and not 404 while there is nothing to remember, and to take a refusal for that would be to make
    // all of the site anew whenever the role is broken. A condition on the prefix is no use: to ask for an object names none.
    grant(['s3:ListBucket'], this.bucket.bucketArn);
    const { defaultChild } = this.bucket.node;
    if (!CfnBucket.isCfnBucket(defaultChild)) throw new Error(`${this.bucket.node.path} is no bucket`);
    Validations.of(this.reporter).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(defaultChild)}.Arn>/${sitePrefix}*]`,
      reason: 'It writes all files of the site and no other: what they are called depends on what is watched.',
    });
  }
}
