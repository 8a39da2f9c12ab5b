#include "app/converge/management.h"

#include "app/converge/block_partitions.h"
#include "domain/catalog/fact_detail.h"
#include "domain/catalog/fact_manage.h"

/* What neither the DDL makes nor the ledger promises is left alone. */
static struct management
management_of(const struct schema_run *run, const struct expectation *expectation,
              struct name_list *kept_parents)
{
	managed_schema_list_kept(run->schema, kept_parents);
	return (struct management){
		.promised = expectation_promised(run, expectation),
		.elsewhere = &expectation->elsewhere,
		.prunes = run->schema->prunes,
		.kept_parents = kept_parents,
	};
}

void
management_desired(const struct schema_run *run, struct expectation *expectation,
                   struct fact_set *desired)
{
	cleanup_name_list struct name_list kept_parents = {0};
	cleanup_name_list struct name_list left_out = {0};
	struct management management = management_of(run, expectation, &kept_parents);

	block_partitions_find(run, expectation, &left_out);
	management.left_out = &left_out;
	fact_set_keep_unmanaged(&expectation->desired_facts, &expectation->live_facts, &management,
	                        desired);
	fact_set_keep_details(&expectation->desired_facts, &expectation->live_facts, &management,
	                      desired);
}

void
management_keep_details(const struct schema_run *run, const struct expectation *expectation,
                        const struct fact_set *live, struct fact_set *desired)
{
	cleanup_name_list struct name_list kept_parents = {0};
	const struct management management = management_of(run, expectation, &kept_parents);

	fact_set_keep_details(&expectation->desired_facts, live, &management, desired);
}
