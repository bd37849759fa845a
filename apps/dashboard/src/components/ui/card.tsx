import type { ComponentProps } from 'react';
import { classes } from './classes';

export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section className={classes('rounded-xl border border-line bg-surface shadow-card', className)} {...rest} />;
}
