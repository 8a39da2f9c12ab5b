-- Layout schemas only: references to other services.

do $$
begin
	-- ADD CONSTRAINT knows no IF NOT EXISTS; both come together.
	if not exists (
		select from pg_constraint
		where conrelid = 'task_instances'::regclass
			and conname = 'fk_task_instances_workflow_instance_id'
	) then
		alter table task_instances
			add constraint fk_task_instances_workflow_instance_id foreign key (workflow_instance_id)
				references workflow_orchestrator_service.workflow_instances (id),
			add constraint fk_task_instances_workflow_definition_id foreign key (workflow_definition_id)
				references workflow_orchestrator_service.workflow_definitions (id);
	end if;
end
$$;
