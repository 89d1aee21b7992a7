/** What a stack with a status site has beside the others: a bucket, a distribution, a function, and what watches over it. */
import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import { securityHeaders } from '../../lambda/site/security-headers.ts';
import type { PetitionMonitorProps } from '../../lib/petition-monitor.ts';
import { templateOf, templateWithKey } from './synth-monitor.ts';
import { all, policyDocument, type Statement } from './resources.ts';

const own: PetitionMonitorProps['site'] = {
  domain: 'petitions.example.org',
  certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/9d1b3c1e-6f6a-4b0f-8f5e-2f3f6d7c8a90',
};
let template: Template;

beforeAll(() => {
  template = templateOf({ site: {} });
});

const anything = z.record(z.string(), z.unknown());

function only(of: Template, type: string): Record<string, unknown> {
  const [one, ...others] = all(of, type, anything);
  expect(others).toEqual([]);
  return one?.properties ?? {};
}

const distributionIn = (of: Template): Record<string, unknown> =>
  z.parse(z.object({ DistributionConfig: anything }), only(of, 'AWS::CloudFront::Distribution')).DistributionConfig;

test('without a site there is none of it', () => {
  const without = templateOf();
  for (const type of ['AWS::S3::Bucket', 'AWS::CloudFront::Distribution']) without.resourceCountIs(type, 0);
  without.resourceCountIs('AWS::Lambda::Function', 1);
  expect(Object.keys(without.findOutputs('*')).filter((name) => /Site|Report|Distribution/.test(name))).toEqual([]);
});

describe('the bucket', () => {
  const statements = (): Statement[] =>
    z.parse(z.object({ PolicyDocument: policyDocument }), only(template, 'AWS::S3::BucketPolicy')).PolicyDocument
      .Statement;

  test('is private, encrypted, and holds nothing up: CloudFormation lets go of it', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      },
    });
  });

  test('is never under a key of yours: what it holds is public', () => {
    const text = JSON.stringify(templateWithKey({ site: {} }).findResources('AWS::S3::Bucket'));
    expect(text).toContain('AES256');
    expect(text).not.toMatch(/kms/i);
  });

  test('is read by this distribution alone, only below site/, and by nobody in the clear', () => {
    const arn = { 'Fn::GetAtt': [expect.stringMatching(/^MonitorSiteBucket/), 'Arn'] };
    expect(statements()).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Action: ['s3:*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      {
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Resource: [{ 'Fn::Join': ['', [arn, '/site/*']] }],
        Condition: {
          StringEquals: {
            'AWS:SourceArn': {
              'Fn::Join': ['', expect.arrayContaining([{ Ref: expect.stringMatching(/^MonitorSiteDistribution/) }])],
            },
          },
        },
      },
    ]);
  });
});

describe('the distribution', () => {
  test('serves what is below site/, signed, over https, compressed, as long as each file says', () => {
    expect(distributionIn(template)).toMatchObject({
      DefaultRootObject: 'index.html',
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      PriceClass: 'PriceClass_100',
      Origins: [{ OriginPath: '/site', OriginAccessControlId: { 'Fn::GetAtt': [expect.any(String), 'Id'] } }],
      DefaultCacheBehavior: {
        Compress: true,
        ViewerProtocolPolicy: 'redirect-to-https',
        // AWS's own "CachingOptimized".
        CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
      },
    });
    expect(distributionIn(template)).not.toHaveProperty('Aliases');
    expect(only(template, 'AWS::CloudFront::OriginAccessControl')).toMatchObject({
      OriginAccessControlConfig: { SigningBehavior: 'always', SigningProtocol: 'sigv4' },
    });
  });

  test('says of what is not there, or not to be seen, that it is not found, and soon asks again', () => {
    const notFound = { ResponseCode: 404, ResponsePagePath: '/404.html', ErrorCachingMinTTL: 10 };
    expect(distributionIn(template)).toMatchObject({
      CustomErrorResponses: [
        { ErrorCode: 403, ...notFound },
        { ErrorCode: 404, ...notFound },
      ],
    });
  });

  const headersOf = (name: RegExp): Record<string, unknown> => {
    const [one, ...others] = all(template, 'AWS::CloudFront::ResponseHeadersPolicy', anything).filter(({ id }) =>
      name.test(id),
    );
    expect(others).toEqual([]);
    return one?.properties ?? {};
  };

  test.each([
    ['its pages', /SiteHeaders/, 'index.html'],
    ['the card for other sites, which may be in a frame', /SiteEmbedHeaders/, 'a.embed.html'],
  ])('adds the headers that the site has on a laptop, and https for a year: %s', (_, name, path) => {
    const config = z.parse(
      z.object({
        ResponseHeadersPolicyConfig: z.object({
          CorsConfig: anything,
          CustomHeadersConfig: z.object({ Items: z.array(z.object({ Header: z.string(), Value: z.string() })) }),
          SecurityHeadersConfig: z.object({
            ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.string() }),
            ContentTypeOptions: z.object({ Override: z.literal(true) }),
            FrameOptions: z.optional(z.object({ FrameOption: z.string() })),
            ReferrerPolicy: z.object({ ReferrerPolicy: z.string() }),
            StrictTransportSecurity: anything,
          }),
        }),
      }),
      headersOf(name),
    ).ResponseHeadersPolicyConfig;
    const security = config.SecurityHeadersConfig;
    expect({
      'content-security-policy': security.ContentSecurityPolicy.ContentSecurityPolicy,
      'referrer-policy': security.ReferrerPolicy.ReferrerPolicy,
      'x-content-type-options': 'nosniff',
      ...(security.FrameOptions && { 'x-frame-options': security.FrameOptions.FrameOption }),
      ...Object.fromEntries(config.CustomHeadersConfig.Items.map(({ Header, Value }) => [Header, Value])),
    }).toEqual(securityHeaders(path));
    expect(security.StrictTransportSecurity).toEqual({ AccessControlMaxAgeSec: 31_536_000, Override: true });
    expect(config.CorsConfig).toMatchObject({
      AccessControlAllowCredentials: false,
      AccessControlAllowMethods: { Items: ['GET', 'HEAD'] },
      AccessControlAllowOrigins: { Items: ['*'] },
    });
  });

  test('lets a frame show the card alone', () => {
    expect(distributionIn(template)).toMatchObject({
      CacheBehaviors: [
        { PathPattern: '*.embed.html', ResponseHeadersPolicyId: { Ref: expect.stringMatching(/EmbedHeaders/) } },
      ],
      DefaultCacheBehavior: { ResponseHeadersPolicyId: { Ref: expect.stringMatching(/SiteHeaders/) } },
    });
    expect(securityHeaders('a.embed.html')).not.toHaveProperty('x-frame-options');
    expect(securityHeaders('embed.html.html')['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  test('has names of the region in which the stack is: an account has each name once, for all of them', () => {
    const named = [
      ...[/SiteHeaders/, /SiteEmbedHeaders/].map((name) => headersOf(name).ResponseHeadersPolicyConfig),
      only(template, 'AWS::CloudFront::OriginAccessControl').OriginAccessControlConfig,
    ];
    for (const config of named) {
      expect(config).toMatchObject({
        Name: { 'Fn::Join': ['', [expect.stringMatching(/^PetitionsMonitorSite/), { Ref: 'AWS::Region' }]] },
      });
    }
  });

  test('at a domain of your own has its certificate, and no TLS before 1.2', () => {
    const at = templateOf({ site: own });
    expect(distributionIn(at)).toMatchObject({
      Aliases: ['petitions.example.org'],
      ViewerCertificate: {
        AcmCertificateArn: own.certificate,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
    at.hasOutput('SiteUrl', { Value: 'https://petitions.example.org/' });
    at.hasOutput('DistributionDomain', { Value: { 'Fn::GetAtt': [Match.anyValue(), 'DomainName'] } });
  });
});

describe('the function', () => {
  const functionIn = (of: Template): Record<string, unknown> => {
    const [reporter] = all(of, 'AWS::Lambda::Function', anything).filter(({ id }) => id.includes('Site'));
    return reporter?.properties ?? {};
  };

  test('is told the table, the bucket, and the address at which its pages are', () => {
    const url = { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [expect.any(String), 'DomainName'] }, '/']] };
    expect(functionIn(template)).toMatchObject({
      MemorySize: 1024,
      Environment: {
        Variables: {
          TABLE_NAME: { Ref: expect.stringMatching(/Table/) },
          SITE_BUCKET: { Ref: expect.stringMatching(/^MonitorSiteBucket/) },
          SITE_URL: url,
          PETITIONS_FILE: 'petitions.json',
        },
      },
    });
    expect(template.findOutputs('SiteUrl').SiteUrl?.Value).toEqual(url);
    expect(functionIn(templateOf({ site: own }))).toMatchObject({
      Environment: { Variables: { SITE_URL: 'https://petitions.example.org/' } },
    });
  });

  test.each([
    ['PT15M', 'rate(15 minutes)', 890, 900],
    ['PT1M', 'rate(1 minute)', 50, 60],
    // Lambda runs no longer than a quarter of an hour, and keeps what it could not start no longer than six.
    ['P1D', 'rate(1 day)', 900, 21_600],
  ])('made every %s runs at %s', (every, rate, timeout, wait) => {
    const made = templateOf({ site: { every } });
    made.hasResourceProperties('AWS::Scheduler::Schedule', {
      Target: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^MonitorSite'), 'Arn'] } },
      ScheduleExpression: rate,
    });
    expect(functionIn(made)).toMatchObject({ Timeout: timeout });
    made.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^MonitorSite') },
      MaximumEventAgeInSeconds: wait,
    });
  });

  test.each([
    ['PT1M', 'PT30M', '30 minutes'],
    ['PT15M', 'PT45M', '45 minutes'],
    ['PT90M', 'PT270M', '4 hours and 30 minutes'],
    ['P1D', 'PT4320M', '3 days'],
  ])('made every %s is missed after three of its runs, and half an hour at the least', (every, after, says) => {
    const made = templateOf({ site: { every } });
    made.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { WATCHDOG_AFTER: after } } });
    made.hasResourceProperties('AWS::Scheduler::Schedule', {
      Description: `Goes off when no run of the site function has succeeded for ${says}`,
    });
  });
});

test('what fails of it goes to a queue that is watched, and that the outputs name', () => {
  template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
    FunctionName: { Ref: Match.stringLikeRegexp('^MonitorSite') },
    DestinationConfig: {
      OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^MonitorPollFailures'), 'Arn'] } },
    },
  });
  for (const [output, id] of [
    ['SiteBucketName', 'MonitorSiteBucket'],
    ['ReportFunctionName', 'MonitorSiteReportFunction'],
    ['ReportFailureQueueUrl', 'MonitorPollFailures'],
  ] as const) {
    template.hasOutput(output, { Value: { Ref: Match.stringLikeRegexp(`^${id}`) } });
  }
});

describe('where visitors sign up', () => {
  const withForm = templateOf({ site: { signUp: {} } });
  const withoutForm = templateOf({ site: {} });
  const behaviors = z.object({
    CacheBehaviors: z.array(
      z.object({
        PathPattern: z.string(),
        AllowedMethods: z.optional(z.array(z.string())),
        CachePolicyId: z.string(),
        OriginRequestPolicyId: z.optional(z.unknown()),
        ViewerProtocolPolicy: z.string(),
      }),
    ),
    Origins: z.array(z.object({ OriginCustomHeaders: z.optional(z.array(z.unknown())) })),
  });

  test('CloudFront hands the form on, uncached, with the address of the visitor and what proves that it does', () => {
    const { CacheBehaviors, Origins } = z.parse(behaviors, distributionIn(withForm));
    const form = CacheBehaviors.find(({ PathPattern }) => PathPattern === 'sign-up');
    const [policy] = all(withForm, 'AWS::CloudFront::OriginRequestPolicy', z.unknown());
    expect(form).toEqual({
      PathPattern: 'sign-up',
      AllowedMethods: expect.arrayContaining(['POST']),
      // AWS's managed policy CachingDisabled.
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: { Ref: policy?.id },
      ViewerProtocolPolicy: 'https-only',
    });
    expect(Origins.flatMap(({ OriginCustomHeaders = [] }) => OriginCustomHeaders)).toEqual([
      { HeaderName: 'x-origin-id', HeaderValue: { Ref: policy?.id } },
    ]);
    withForm.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { ORIGIN_ID: { Ref: policy?.id } } },
    });
    withForm.hasResourceProperties('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: {
        HeadersConfig: { Headers: ['CloudFront-Viewer-Address', 'Content-Type', 'Sec-Fetch-Site'] },
      },
    });
  });

  test('API Gateway takes a POST there and nothing else, five in a second', () => {
    withForm.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 20 },
    });
    const routes = all(withForm, 'AWS::ApiGatewayV2::Route', z.object({ RouteKey: z.string() }));
    expect(routes.map(({ properties }) => properties.RouteKey)).toEqual(['POST /sign-up']);
  });

  test('where the form needs a proof of work, API Gateway takes a GET too; two functions have other files, and nothing else is different', () => {
    const withProof = templateOf({ site: { signUp: { proofOfWork: true } } });
    const resourcesOf = (one: Template): Record<string, unknown> =>
      z.parse(z.object({ Resources: z.record(z.string(), z.unknown()) }), one.toJSON()).Resources;
    const before = resourcesOf(withForm);
    const different = (but?: string): [string, unknown][] => {
      const textOf = (resource: unknown): string =>
        JSON.stringify(resource, (key, value: unknown) => (key === but ? undefined : value));
      return Object.entries(resourcesOf(withProof)).filter(([id, resource]) => textOf(resource) !== textOf(before[id]));
    };
    expect(different('S3Key').map(([, resource]) => resource)).toEqual([
      expect.objectContaining({ Type: 'AWS::Lambda::Permission' }),
      expect.objectContaining({ Type: 'AWS::ApiGatewayV2::Route' }),
    ]);
    const changed = different().filter(([id]) => id in before);
    expect(changed.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'MonitorSiteReportFunction',
      'MonitorSiteSignUpAnswerFunction',
    ]);
    withProof.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /sign-up' });
  });

  test('what is counted expires, and pages may send their form', () => {
    withForm.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
    expect(JSON.stringify(withForm)).toContain("form-action 'self'");
  });

  test('without signUp there is none of it', () => {
    const kinds = Object.keys(withForm.findResources('AWS::ApiGatewayV2::Api'));
    expect(kinds).toHaveLength(1);
    withoutForm.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
    withoutForm.resourceCountIs('AWS::CloudFront::OriginRequestPolicy', 0);
    expect(JSON.stringify(withoutForm)).not.toMatch(/expires|-follow-|sign-up|form-action 'self'/);
  });
});
