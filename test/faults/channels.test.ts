import { usualFaults } from './channels.ts';
import { channelsTried } from './channels-tried.ts';

channelsTried(usualFaults);
