/** What another CDK app imports of this package. */
export { PetitionMonitor, type PetitionMonitorProps } from './petition-monitor.ts';
export { PetitionMonitorStack, type PetitionMonitorStackProps } from './petition-monitor-stack.ts';
