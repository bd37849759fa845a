import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { mayReadMetrics } from './metrics-access.js';
import { Metrics } from './metrics.js';

const metrics = new Metrics();
afterAll(() => metrics.stop());

describe('what operators load', () => {
  /** The figures that an expression reads. */
  const named = (text: string): string[] => [...new Set(text.match(/\b(trunkline|nodejs|process)_[a-z0-9_]+/g) ?? [])];
  const given = new Set(
    metrics.registry.getMetricsAsArray().flatMap(({ name }) => [name, `${name}_bucket`, `${name}_count`, `${name}_sum`]),
  );
  const alerts = readFileSync('ops/alerts.yml', 'utf8');
  const dashboard = JSON.parse(readFileSync('ops/grafana-dashboard.json', 'utf8')) as {
    panels: { title: string; targets: { expr: string }[] }[];
  };

  it.each([
    ['ops/alerts.yml', named(alerts)],
    ['ops/grafana-dashboard.json', named(dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n'))],
  ])('%s should read only figures that there are', (_file, names) => {
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !given.has(name))).toEqual([]);
  });

  it('should show or watch every figure of ours', () => {
    const read = new Set([...named(alerts), ...named(JSON.stringify(dashboard))].map((name) => name.replace(/_bucket$/, '')));
    const own = metrics.registry.getMetricsAsArray().map(({ name }) => name);
    expect(own.filter((name) => name.startsWith('trunkline_') && name !== 'trunkline_info' && !read.has(name))).toEqual([]);
  });

  it('should say of each alert how grave it is, and what it means', () => {
    const rules = alerts.split(/^ {6}- alert: /m).slice(1);
    expect(rules.length).toBeGreaterThan(10);
    expect(new Set(rules.map((rule) => rule.split('\n')[0])).size).toBe(rules.length);
    for (const rule of rules) {
      expect(rule).toMatch(/^ {8}expr: /m);
      expect(rule).toMatch(/^ {8}for: \d+[sm]$/m);
      expect(rule).toMatch(/severity: (critical|warning)/);
      expect(rule).toMatch(/summary: .{10}/);
    }
  });
});

describe('mayReadMetrics', () => {
  const from = (remoteAddress: string, headers: Record<string, string> = {}) => ({
    headers,
    socket: { remoteAddress } as Socket,
  });

  it.each([
    ['127.0.0.1', {}, undefined, true],
    ['::1', {}, undefined, true],
    ['::ffff:127.0.0.1', {}, undefined, true],
    ['10.0.0.5', {}, undefined, false],
    ['127.0.0.1', { 'x-forwarded-for': '10.0.0.5' }, undefined, false],
    ['127.0.0.1', { forwarded: 'for=10.0.0.5' }, undefined, false],
    ['10.0.0.5', { authorization: 'Bearer right' }, 'right', true],
    ['10.0.0.5', { authorization: 'Bearer wrong' }, 'right', false],
    ['127.0.0.1', {}, 'right', false],
    ['127.0.0.1', { authorization: 'Bearer ' }, '', false],
  ])('should answer %s with %j, token %j: %s', (address, headers, token, expected) => {
    expect(mayReadMetrics(from(address, headers), token)).toBe(expected);
  });
});
