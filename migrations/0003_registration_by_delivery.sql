-- 0003 Registration records come by delivery too: the loader keeps organisations' names, status and former codes.
-- Former codes may point at organisations of the same transaction; `act` is read by number when projections are rebuilt.
grant update on subject, subject_name to probity_loader;
grant insert on subject_code_former to probity_loader;
