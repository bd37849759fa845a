import { resultUnion } from '@app/common';
import { Group } from './group.entity.js';

export const GroupResult = resultUnion('GroupResult', () => Group, 'Group');
