-- Layout schemas only: workflow_orchestrator_service may point at events, and no more than that.

do $$
begin
	-- Where one role owns all services, there is nobody to let in.
	if to_regrole('workflow_orchestrator_service') is not null then
		grant usage on schema event_processing_service to workflow_orchestrator_service;
		grant references (id) on event_instances to workflow_orchestrator_service;
	end if;
end
$$;
