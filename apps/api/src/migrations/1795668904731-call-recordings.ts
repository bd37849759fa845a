import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CallRecordings1795668904731 implements MigrationInterface {
  name = 'CallRecordings1795668904731';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "recordings" ("id" uuid NOT NULL, "callId" uuid NOT NULL, "legId" character varying(150), "name" character varying(100) NOT NULL, "isWithEngine" boolean NOT NULL DEFAULT true, "state" character varying(9) NOT NULL, "createdAt" TIMESTAMP(3) WITH TIME ZONE NOT NULL, "startedAt" TIMESTAMP(3) WITH TIME ZONE, "endedAt" TIMESTAMP(3) WITH TIME ZONE, "pauses" jsonb NOT NULL DEFAULT '[]', "file" character varying(60), "durationSeconds" double precision NOT NULL DEFAULT '0', "sizeBytes" bigint NOT NULL DEFAULT '0', "sha256" character varying(64) NOT NULL DEFAULT '', "channels" integer NOT NULL DEFAULT '2', "silent" boolean NOT NULL DEFAULT false, "customerSilent" boolean, "agentSilent" boolean, "gaps" jsonb NOT NULL DEFAULT '[]', "deletedAt" TIMESTAMP(3) WITH TIME ZONE, CONSTRAINT "UQ_65e32fda75e97231db93fbada5f" UNIQUE ("name"), CONSTRAINT "PK_8c3247d5ee4551d59bb2115a484" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE INDEX "recordings_by_age" ON "recordings"  ("createdAt", "id") WHERE "file" is not null and "deletedAt" is null`,
    );
    await queryRunner.query(
      `CREATE INDEX "recordings_left_behind" ON "recordings"  ("id") WHERE "state" = 'READY' and "isWithEngine"`,
    );
    await queryRunner.query(
      `CREATE INDEX "recordings_open" ON "recordings"  ("callId") WHERE "state" in ('RECORDING', 'CLOSING')`,
    );
    await queryRunner.query(`CREATE INDEX "recordings_of_call" ON "recordings"  ("callId") `);
    await queryRunner.query(`ALTER TABLE "calls" ADD "recordingIds" uuid array NOT NULL DEFAULT '{}'`);
    await queryRunner.query(`ALTER TABLE "calls" ADD "recordingProblem" character varying(8)`);
    await queryRunner.query(`ALTER TABLE "calls" ADD "recordingPaused" boolean NOT NULL DEFAULT false`);
    await queryRunner.query(
      `ALTER TABLE "recordings" ADD CONSTRAINT "FK_97c97f50f9f0a93f0e509bca2ab" FOREIGN KEY ("callId") REFERENCES "calls"("id") ON DELETE RESTRICT ON UPDATE NO ACTION`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup that was made before the upgrade.');
  }
}
