/**
 * The package's exports for other CDK apps: the construct, the stack, and every type that they show.
 * @module
 */
export { PetitionMonitor, type PetitionMonitorProps } from './petition-monitor.ts';
export { PetitionMonitorStack, type PetitionMonitorStackProps } from './petition-monitor-stack.ts';
export type { MonitorDigest, MonitorOperator, MonitorSite, MonitorSubscriber } from './app-resources.ts';
export type { AlertTopic, AlertTopicProps } from './alert-topic.ts';
export type { BatchQueue, BatchQueueProps } from './batch-queue.ts';
export type { Digests, DigestsProps } from './digests.ts';
export type { Discovery } from './discovery.ts';
export type { Operations, OperationsProps } from './operations.ts';
export type { PetitionFunction, PetitionFunctionProps } from './petition-function.ts';
export type { PetitionStore, PetitionStoreProps } from './petition-store.ts';
export type { Poller, PollerProps } from './poller.ts';
export type { FunctionOptions } from './own-function.ts';
export type { ScheduledFunction, ScheduledFunctionProps } from './scheduled-function.ts';
export type { SignUp, SignUpFunctionProps } from './sign-up.ts';
export type { StatusSite, StatusSiteProps } from './status-site.ts';
export type { Config, ConfigInput } from '../src/config/config.ts';
export { metrics, type MetricName } from '../src/runtime/metrics.ts';
export { BadInput } from '../src/validation.ts';
