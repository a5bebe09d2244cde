-- Who changes a branch, a team or a category says which version they saw: nobody's change is lost unseen.
alter table branches add column version int not null default 1;
alter table teams add column version int not null default 1;
alter table categories add column version int not null default 1;
-- A text of the portal in English too; empty means: Hamdel's own sentence.
alter table company add column portal_intro_en text not null default '';
