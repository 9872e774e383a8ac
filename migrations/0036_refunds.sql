-- What a provider is asked to pay back at this moment: it is not paid back in another way meanwhile. It stands until the
-- provider has answered; where the process died before that, the same amount asked again goes on with it.
alter table online_payments add column refunding_minor bigint check (refunding_minor > 0);
