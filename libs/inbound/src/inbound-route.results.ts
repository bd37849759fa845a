import { resultUnion } from '@app/common';
import { InboundRoute } from './inbound-route.entity.js';

export const InboundRouteResult = resultUnion('InboundRouteResult', () => InboundRoute, 'InboundRoute');
