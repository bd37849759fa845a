import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LegControls1795673081402 implements MigrationInterface {
  name = 'LegControls1795673081402';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "call_legs" ADD "isHolding" boolean NOT NULL DEFAULT false`);
    await queryRunner.query(`ALTER TABLE "call_legs" ADD "monitorMode" character varying(8)`);
    await queryRunner.query(`ALTER TABLE "call_legs" ADD "quality" jsonb`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup that was made before the upgrade.');
  }
}
