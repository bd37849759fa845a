import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EngineRecords1795695963722 implements MigrationInterface {
  name = 'EngineRecords1795695963722';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "cel" ("id" BIGSERIAL NOT NULL, "eventtype" text NOT NULL, "eventtime" TIMESTAMP(6) WITH TIME ZONE NOT NULL, "uniqueid" text NOT NULL, "linkedid" text NOT NULL, "channame" text NOT NULL, "cid_num" text NOT NULL DEFAULT '', "exten" text NOT NULL DEFAULT '', "context" text NOT NULL DEFAULT '', "accountcode" text NOT NULL DEFAULT '', "userfield" text NOT NULL DEFAULT '', "extra" text NOT NULL DEFAULT '', CONSTRAINT "PK_da14ed282477baa496035d4a07c" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE INDEX "cel_of_unattended" ON "cel"  ("eventtime") WHERE "eventtype" = 'CHAN_END' and "userfield" <> ''`,
    );
    await queryRunner.query(`CREATE INDEX "cel_by_age" ON "cel"  ("eventtime") `);
    await queryRunner.query(`CREATE INDEX "cel_of_call" ON "cel"  ("linkedid") `);
    await queryRunner.query(`CREATE INDEX "cel_of_channel" ON "cel"  ("uniqueid") `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup that was made before the upgrade.');
  }
}
