-- When an open posting is tried next and when it is given up, for whoever asks; and which store a reload was of.
ALTER TABLE posting ADD COLUMN retry_at REAL;   -- Unix seconds; NULL: no attempt has failed
ALTER TABLE posting ADD COLUMN retry_until REAL;
ALTER TABLE reload ADD COLUMN origin TEXT;      -- the machine and the folder of the store
