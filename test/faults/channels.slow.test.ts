import { otherFaults } from './channels.ts';
import { channelsTried } from './channels-tried.ts';

channelsTried(otherFaults);
