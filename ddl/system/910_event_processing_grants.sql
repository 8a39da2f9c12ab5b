-- Layout schemas only: workflow_orchestrator_service may point at events, and no more than that.

grant usage on schema event_processing_service to workflow_orchestrator_service;
grant references (id) on event_instances to workflow_orchestrator_service;
