#include "adapter/postgres/fact/fact_rows.h"

#include "adapter/postgres/fact/fact_json.h"
#include "adapter/postgres/fact/fact_purpose.h"

struct fact_row
{
	const char *kind;
	const char *id;
	const char *parent;
	int64_t classid;
	int64_t objid;
	int64_t objsubid;
	const char *definition;
	const char *create_sql;
	const char *drop_sql;
	const char *attributes;
	const char *acl;
	const char *extra;
};

static const struct column fact_columns[] = {
	COLUMN(struct fact_row, kind),
	COLUMN(struct fact_row, id),
	TEXT_OR_NULL(struct fact_row, parent),
	COLUMN(struct fact_row, classid),
	COLUMN(struct fact_row, objid),
	COLUMN(struct fact_row, objsubid),
	TEXT_OR_NULL(struct fact_row, definition),
	TEXT_OR_NULL(struct fact_row, create_sql),
	TEXT_OR_NULL(struct fact_row, drop_sql),
	TEXT_OR_NULL(struct fact_row, attributes),
	TEXT_OR_NULL(struct fact_row, acl),
	TEXT_OR_NULL(struct fact_row, extra),
};
const struct answer_shape fact_answer = ANSWER(struct fact_row, ROWS_ANY, fact_columns);

static const char *
text_or_empty(struct fact_drafts *drafts, const char *text)
{
	return text != NULL && text[0] != '\0' ? fact_drafts_text(drafts, text) : "";
}

static bool
read_json(const struct fact_row *row, struct fact_drafts *drafts, struct fact_draft *draft,
          struct failure *failure)
{
	const char *wrong = NULL;

	return (fact_json_attributes(row->attributes, drafts, draft, &wrong) &&
	        fact_json_access(row->acl, drafts, draft, &wrong) &&
	        fact_json_extra(row->extra, drafts, draft, &wrong)) ||
	       answer_fail(failure, FACT_PURPOSE, "of a %s %s", row->kind, wrong);
}

static bool
read_row(const struct fact_row *row, struct fact_drafts *drafts, struct failure *failure)
{
	enum fact_kind kind = FACT_KIND_COUNT;

	if (!fact_kind_from_name(row->kind, &kind))
		return answer_fail(failure, FACT_PURPOSE, "an object of the kind \"%.64s\"", row->kind);
	if (row->classid < 0 || row->classid > UINT32_MAX || row->objid < 0 ||
	    row->objid > UINT32_MAX || row->objsubid < INT32_MIN || row->objsubid > INT32_MAX)
		return answer_fail(failure, FACT_PURPOSE, "an object's number out of range");

	struct fact_draft *draft = fact_drafts_add(drafts);
	struct fact *fact = &draft->fact;

	fact->kind = kind;
	fact->id = fact_drafts_text(drafts, row->id);
	fact->parent_id = fact_drafts_text(drafts, row->parent);
	fact->definition = text_or_empty(drafts, row->definition);
	fact->create_sql = text_or_empty(drafts, row->create_sql);
	fact->drop_sql = text_or_empty(drafts, row->drop_sql);
	fact->classid = (uint32_t)row->classid;
	fact->objid = (uint32_t)row->objid;
	fact->objsubid = (int32_t)row->objsubid;
	return read_json(row, drafts, draft, failure);
}

bool
fact_rows_read(const struct rows *rows, bool is_global, struct fact_drafts *drafts,
               struct failure *failure)
{
	for (size_t index = 0; index < rows_count(rows); index++)
	{
		struct fact_row row = {0};

		rows_read(rows, index, &row);
		if (is_global && fact_cleaner_finds(drafts->cleaner, row.id))
			continue;
		if (!read_row(&row, drafts, failure))
			return false;
	}
	return true;
}
