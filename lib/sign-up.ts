/**
 * Where visitors of the site sign up: an HTTP API behind its CloudFront distribution, and the function that answers it
 * (docs/decisions/0020).
 */
import { Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import {
  AllowedMethods,
  CachePolicy,
  OriginProtocolPolicy,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  ViewerProtocolPolicy,
  type BehaviorOptions,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Config } from '../src/config/config.ts';
import { assetFiles, proofFile } from '../lambda/site/environment.ts';
import { paths } from '../lambda/site/paths.ts';
import { originIdHeader, type SignUpEnvironment } from '../lambda/sign-up/environment.ts';
import { grantStoringAndSending } from './encryption.ts';
import { followersTopics, grantOnFollowersTopics } from './followers-topics.ts';
import { bundleOf } from './function-code.ts';
import { acknowledge, createOwnFunction, type FunctionOptions } from './own-function.ts';
import type { PetitionStore } from './petition-store.ts';
import { siteAssets } from './site-assets.ts';

export interface SignUpFunctionProps extends FunctionOptions {
  readonly config: Config;
  readonly store: PetitionStore;
  /** The address of the site, with a slash at the end. */
  readonly url: string;
}

/** Five in a second is far more than people are, and what is beyond is refused before it costs anything. */
const throttle = { rateLimit: 5, burstLimit: 20 };

export class SignUp extends Construct {
  readonly api: HttpApi;
  readonly behavior: Omit<BehaviorOptions, 'responseHeadersPolicy'>;
  readonly #originId: string;

  /** `policyName` is unique in the account. The function comes later: it has the address of the site. */
  constructor(scope: Construct, id: string, policyName: string) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      description: 'Where visitors of the status site sign up',
      createDefaultStage: false,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle,
    });

    const noLog = 'Who signs up is private, and the function logs what it refuses.';
    acknowledge(stage, noLog, 'AwsSolutions-APIG1', 'Serverless-APIGWAccessLogging');
    const policy = new OriginRequestPolicy(this, 'Request', {
      originRequestPolicyName: policyName,
      comment: 'What the form of a petition monitor needs to know of a visitor',
      headerBehavior: OriginRequestHeaderBehavior.allowList(
        'CloudFront-Viewer-Address',
        'Content-Type',
        'Sec-Fetch-Site',
      ),
    });
    // A random UUID of this account that costs nothing, and that no page and no address shows.
    this.#originId = policy.originRequestPolicyId;
    const { region, urlSuffix } = Stack.of(this);
    this.behavior = {
      origin: new HttpOrigin(`${this.api.apiId}.execute-api.${region}.${urlSuffix}`, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        customHeaders: { [originIdHeader]: this.#originId },
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: policy,
      // No redirect: an address is not to be sent without https at all.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    };
  }

  /** Adds the function. */
  answer(props: SignUpFunctionProps): Function {
    return new SignUpFunction(this, 'Answer', { ...props, originId: this.#originId, api: this.api }).function;
  }
}

class SignUpFunction extends Construct {
  readonly function: Function;

  constructor(
    scope: Construct,
    id: string,
    props: SignUpFunctionProps & { readonly originId: string; readonly api: HttpApi },
  ) {
    super(scope, id);
    const { config, store, url, originId, api, ...options } = props;
    const { encryptionKey } = options;
    // No recipient is shown, and no channel is known.
    const forFunction: Config = { ...config, subscribers: [], operators: [], digests: [] };
    const environment: SignUpEnvironment = {
      TABLE_NAME: store.table.tableName,
      FOLLOWERS_TOPIC_PREFIX: followersTopics(this),
      ...(encryptionKey && { FOLLOWERS_TOPIC_KEY: encryptionKey.keyArn }),
      SITE_URL: url,
      PETITIONS_FILE: 'petitions.json',
      ORIGIN_ID: originId,
    };
    const assets = siteAssets();
    const proofOfWork = config.site?.signUp?.proofOfWork ?? false;
    const names = [...Object.values(assetFiles), ...(proofOfWork ? [proofFile] : [])];
    const shown = names.map((name) => [name, assets[name] ?? ''] as const);
    this.function = createOwnFunction(this, {
      ...options,
      description: 'Signs up visitors of the status site for mails about a petition',
      code: bundleOf('sign-up', { 'petitions.json': JSON.stringify(forFunction), ...Object.fromEntries(shown) }),
      environment,
      timeout: Duration.seconds(20),
      memorySize: 512,
      untraced: 'Nobody needs traces of a form; `tracing` turns them on.',
    });
    const atOnce = 'Nothing runs later: whoever sends the form gets the answer, and sends it again where it failed.';
    acknowledge(this.function, atOnce, 'Serverless-LambdaDLQ');
    store.grantSigningUp(this.function);
    grantOnFollowersTopics(this, 'sns:CreateTopic', 'sns:TagResource');
    // No other protocol: an SMS would cost, and a webhook could be anybody's.
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['sns:Subscribe'],
        resources: [`${followersTopics(this)}*`],
        conditions: { StringEquals: { 'sns:Protocol': 'email' } },
      }),
    );
    if (encryptionKey !== undefined) grantStoringAndSending(encryptionKey, this.function);
    const routes = api.addRoutes({
      path: `/${paths.signUp}`,
      methods: [HttpMethod.POST, ...(proofOfWork ? [HttpMethod.GET] : [])],
      integration: new HttpLambdaIntegration('Form', this.function),
    });
    for (const route of routes) acknowledge(route, 'Anybody may sign up.', 'AwsSolutions-APIG4');
  }
}
