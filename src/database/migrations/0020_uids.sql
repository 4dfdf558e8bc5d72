-- which original a UID of an output stands for: studies, series, instances and what they refer to
create table :identity.uid (
  pseudonym text primary key,
  uid       text not null
);
