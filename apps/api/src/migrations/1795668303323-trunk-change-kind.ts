import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TrunkChangeKind1795668303323 implements MigrationInterface {
  name = 'TrunkChangeKind1795668303323';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "trunk_changes" ADD "kind" character varying(12) NOT NULL DEFAULT 'REGISTRATION'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup that was made before the upgrade.');
  }
}
