import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CallControls1795669213080 implements MigrationInterface {
  name = 'CallControls1795669213080';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "calls" ADD "muted" boolean NOT NULL DEFAULT false`);
    await queryRunner.query(`ALTER TABLE "calls" ADD "transfer" jsonb`);
    await queryRunner.query(`ALTER TABLE "calls" ADD "agentConnected" boolean NOT NULL DEFAULT true`);
    await queryRunner.query(`ALTER TABLE "calls" ADD "timesExact" boolean NOT NULL DEFAULT true`);
    await queryRunner.query(`ALTER TABLE "calls" ADD "distribution" jsonb`);
    await queryRunner.query(`ALTER TABLE "call_legs" ADD "part" character varying(8) NOT NULL DEFAULT 'MAIN'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup that was made before the upgrade.');
  }
}
