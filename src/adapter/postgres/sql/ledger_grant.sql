-- Lets another role use the ledger: read it, and add its own rows in the transaction of its own change.
-- $1 identifier: the ledger's schema.  $2 identifier: the role.  By the ledger's owner, or whoever made it.
grant usage on schema $1 to $2;
grant select, insert on $1.run, $1.promise, $1.journal to $2
