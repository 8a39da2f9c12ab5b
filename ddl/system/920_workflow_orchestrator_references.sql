-- Layout schemas only: references to other services, and the right of other services to refer here.

do $$
begin
	-- ADD CONSTRAINT knows no IF NOT EXISTS.
	if not exists (
		select from pg_constraint
		where conrelid = 'workflow_instances'::regclass
			and conname = 'fk_workflow_instances_trigger_event_id'
	) then
		alter table workflow_instances
			add constraint fk_workflow_instances_trigger_event_id foreign key (trigger_event_id)
				references event_processing_service.event_instances (id);
	end if;

	-- Where one role owns all services, there is nobody to let in.
	if to_regrole('task_execution_service') is not null then
		grant usage on schema workflow_orchestrator_service to task_execution_service;
		grant references (id) on workflow_instances, workflow_definitions to task_execution_service;
	end if;
end
$$;
