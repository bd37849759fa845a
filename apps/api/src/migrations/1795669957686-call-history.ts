import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CallHistory1795669957686 implements MigrationInterface {
  name = 'CallHistory1795669957686';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX "calls_by_outcome"`);
    await queryRunner.query(`DROP INDEX "calls_of_trunk"`);
    await queryRunner.query(`DROP INDEX "calls_of_starter"`);
    await queryRunner.query(`DROP INDEX "calls_of_agent"`);
    await queryRunner.query(`DROP INDEX "calls_newest"`);
    await queryRunner.query(
      `CREATE TABLE "call_numbers" ("number" character varying(40) NOT NULL, "parts" text array NOT NULL, CONSTRAINT "PK_e6c373aea24f18d61df0783d99b" PRIMARY KEY ("number"))`,
    );
    await queryRunner.query(`ALTER TABLE "calls" ADD "note" character varying(2000)`);
    await queryRunner.query(`ALTER TABLE "calls" ADD "tags" character varying(40) array NOT NULL DEFAULT '{}'`);
    await queryRunner.query(`ALTER TABLE "call_changes" ADD "xid" bigint NOT NULL DEFAULT txid_current()`);
    await queryRunner.query(`ALTER TABLE "call_changes" ADD "id" BIGSERIAL NOT NULL`);
    await queryRunner.query(
      `CREATE INDEX "calls_missed" ON "calls"  ("createdAt", "id") WHERE "direction" = 'INBOUND' AND "state" = 'ENDED' AND "answeredAt" IS NULL AND "from" IS NOT NULL`,
    );
    await queryRunner.query(
      `CREATE INDEX "calls_to" ON "calls"  ("to", "createdAt", "id", "agentId", "trunkName", "outcome", "direction") WHERE "state" = 'ENDED'`,
    );
    await queryRunner.query(
      `CREATE INDEX "calls_from" ON "calls"  ("from", "createdAt", "id", "agentId", "trunkName", "outcome", "direction") WHERE "state" = 'ENDED'`,
    );
    await queryRunner.query(
      `CREATE INDEX "calls_by_direction" ON "calls"  ("direction", "createdAt", "id", "agentId", "trunkName", "outcome") WHERE "state" = 'ENDED'`,
    );
    await queryRunner.query(
      `CREATE INDEX "calls_by_outcome" ON "calls"  ("outcome", "createdAt", "id", "agentId", "trunkName", "direction") WHERE "state" = 'ENDED'`,
    );
    await queryRunner.query(
      `CREATE INDEX "calls_of_trunk" ON "calls"  ("trunkName", "createdAt", "id", "agentId", "outcome", "direction") WHERE "state" = 'ENDED'`,
    );
    await queryRunner.query(
      `CREATE INDEX "calls_of_starter" ON "calls"  ("startedById", "createdAt", "id", "agentId", "trunkName", "outcome", "direction", "to", "from") WHERE "state" = 'ENDED'`,
    );
    await queryRunner.query(
      `CREATE INDEX "calls_of_agent" ON "calls"  ("agentId", "createdAt", "id", "trunkName", "outcome", "direction", "to", "from") WHERE "state" = 'ENDED'`,
    );
    await queryRunner.query(`CREATE INDEX "calls_newest" ON "calls"  ("createdAt", "id", "to", "from") WHERE "state" = 'ENDED'`);
    await queryRunner.query(`CREATE INDEX "call_changes_in_order" ON "call_changes"  ("xid", "id") `);
    // As libs/calls/src/call-numbers.ts had it then.
    await queryRunner.query(
      `CREATE FUNCTION call_number_parts(number text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
         SELECT array(SELECT DISTINCT substr(number, place, 3) FROM generate_series(1, length(number) - 2) place) $$`,
    );
    await queryRunner.query(`CREATE INDEX "call_numbers_parts" ON "call_numbers" USING gin ("parts")`);
    await queryRunner.query(
      `CREATE FUNCTION note_call_numbers() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         INSERT INTO call_numbers (number, parts)
         SELECT DISTINCT given.number, call_number_parts(given.number) FROM (VALUES (new."from"), (new."to")) given (number)
         WHERE given.number IS NOT NULL AND NOT EXISTS (SELECT FROM call_numbers known WHERE known.number = given.number)
         ORDER BY 1 ON CONFLICT DO NOTHING;
         RETURN NULL;
       END $$`,
    );
    await queryRunner.query(
      `CREATE TRIGGER note_call_numbers AFTER INSERT OR UPDATE OF "from", "to" ON "calls" FOR EACH ROW EXECUTE FUNCTION note_call_numbers()`,
    );
    await queryRunner.query(
      `INSERT INTO "call_numbers" ("number", "parts")
       SELECT given.number, call_number_parts(given.number)
       FROM (SELECT "to" AS number FROM "calls" UNION SELECT "from" FROM "calls" WHERE "from" IS NOT NULL) given`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore the backup that was made before the upgrade.');
  }
}
