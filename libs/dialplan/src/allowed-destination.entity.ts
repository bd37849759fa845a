import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

@ObjectType({ description: 'A prefix that may be dialled, such as 998. Everything else is DESTINATION_NOT_ALLOWED.' })
@Entity('allowed_destinations')
export class AllowedDestination {
  @Field(() => ID, { description: 'A UUID.' })
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Field({ description: 'The first digits of a full number, without +; or a whole short number.' })
  @Column('varchar', { length: 15, unique: true })
  prefix: string;

  @Field(() => String, { nullable: true, description: 'What it is, for people.' })
  @Column('varchar', { length: 200, nullable: true })
  note: string | null;

  @Field(() => Date, { description: 'When it was added.' })
  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
