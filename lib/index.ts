/** The package's exports for other CDK apps. */
export { PetitionMonitor, type PetitionMonitorProps } from './petition-monitor.ts';
export { PetitionMonitorStack, type PetitionMonitorStackProps } from './petition-monitor-stack.ts';
