-- When a lane found that a partition's topic is no more. What such topics left behind is older than what
-- any topic leaves behind that is there.
alter table send_progress add column closed_at timestamptz;
