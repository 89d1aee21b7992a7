#!/usr/bin/env node
// The package's own command: the sources are TypeScript, which tsx reads.
import { register } from 'tsx/esm/api';

register();
await import('./monitor.ts');
