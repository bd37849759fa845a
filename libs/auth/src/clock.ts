import { Injectable } from '@nestjs/common';

/** The time of day, so that a test can say what it is. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
