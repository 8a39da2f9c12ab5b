#include "adapter/postgres/fact/fact_json.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "adapter/postgres/fact/fact_json_value.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"

enum
{
	ATTRIBUTE_PARTS = 4,
	PRIVILEGE_PARTS = 3
};

DEFINE_CLEANUP(cleanup_document_pointer, cJSON *, cJSON_Delete)
#define cleanup_document cleanup_(cleanup_document_pointer)

struct setter_word
{
	const char *name;
	enum setter_form form;
};

static const struct setter_word setter_words[] = {
	{"parameters", SETTER_PARAMETERS},
	{"options", SETTER_OPTIONS},
	{"from", SETTER_FROM},
	{"rename_constraint", SETTER_RENAME_CONSTRAINT},
};

static bool
read_setter_object(const struct fact_reading *reading, const cJSON *setter,
                   struct fact_attribute *attribute)
{
	const cJSON *member = setter->child;

	if (member == NULL || member->next != NULL)
		return fact_reading_fail(reading, "a setter that is none");
	for (size_t index = 0; index < COUNT_OF(setter_words); index++)
	{
		if (strcmp(setter_words[index].name, member->string) != 0)
			continue;
		attribute->form = setter_words[index].form;
		if (attribute->form == SETTER_FROM)
			return fact_read_members(reading, member, &attribute->alternatives);
		attribute->text = fact_read_text(reading, member);
		return attribute->text != NULL;
	}
	return fact_reading_fail(reading, "a setter of no known form");
}

static bool
read_setter(const struct fact_reading *reading, const cJSON *setter,
            struct fact_attribute *attribute)
{
	if (cJSON_IsObject(setter))
		return read_setter_object(reading, setter, attribute);
	attribute->form = cJSON_IsNull(setter) ? SETTER_NONE : SETTER_STATEMENT;
	return fact_read_text_or_null(reading, setter, &attribute->text);
}

static bool
read_attribute(const struct fact_reading *reading, const cJSON *item,
               struct fact_attribute *attribute)
{
	if (!cJSON_IsArray(item) || cJSON_GetArraySize(item) != ATTRIBUTE_PARTS)
		return fact_reading_fail(reading, "an attribute that is none");

	const cJSON *name = item->child;
	const cJSON *value = name->next;
	const cJSON *setter = value->next;

	attribute->name = fact_read_text(reading, name);
	return attribute->name != NULL && fact_read_value(reading, value, &attribute->value) &&
	       read_setter(reading, setter, attribute) &&
	       fact_read_value(reading, setter->next, &attribute->fresh);
}

static bool
read_attributes(const struct fact_reading *reading, const cJSON *list)
{
	struct fact *fact = &reading->draft->fact;
	const cJSON *item = NULL;

	if (!cJSON_IsArray(list))
		return fact_reading_fail(reading, "attributes that are no list");
	fact->attributes = memory_allocate((size_t)cJSON_GetArraySize(list), sizeof *fact->attributes);
	cJSON_ArrayForEach(item, list)
	{
		if (!read_attribute(reading, item, &fact->attributes[fact->attribute_count++]))
			return false;
	}
	return true;
}

static bool
read_privilege(const struct fact_reading *reading, const cJSON *item,
               struct fact_privilege *privilege)
{
	if (!cJSON_IsArray(item) || cJSON_GetArraySize(item) != PRIVILEGE_PARTS)
		return fact_reading_fail(reading, "a privilege that is none");

	const cJSON *grantee = item->child;
	const cJSON *word = grantee->next;

	privilege->grantee = fact_read_text(reading, grantee);
	privilege->privilege = fact_read_text(reading, word);
	return privilege->grantee != NULL && privilege->privilege != NULL &&
	       fact_read_truth(reading, word->next, &privilege->is_grantable);
}

static bool
read_fact_privileges(const struct fact_reading *reading, const cJSON *list,
                     struct fact_privilege_list *privileges)
{
	const cJSON *item = NULL;

	if (list == NULL || cJSON_IsNull(list))
		return true;
	if (!cJSON_IsArray(list))
		return fact_reading_fail(reading, "privileges that are no list");
	privileges->items =
		memory_allocate((size_t)cJSON_GetArraySize(list), sizeof *privileges->items);
	cJSON_ArrayForEach(item, list)
	{
		if (!read_privilege(reading, item, &privileges->items[privileges->count++]))
			return false;
	}
	return true;
}

static bool
read_access(const struct fact_reading *reading, const cJSON *acl)
{
	struct fact_access *access = &reading->draft->fact.access;

	if (!cJSON_IsObject(acl))
		return fact_reading_fail(reading, "access that is no object");
	access->on = fact_read_text(reading, fact_json_member(acl, "on"));
	access->owner = fact_read_text(reading, fact_json_member(acl, "owner"));
	if (access->on == NULL || access->owner == NULL ||
	    !fact_read_text_or_null(reading, fact_json_member(acl, "column"), &access->column) ||
	    !fact_read_text_or_null(reading, fact_json_member(acl, "prefix"), &access->prefix))
		return false;
	if (access->prefix == NULL)
		access->prefix = "";
	return read_fact_privileges(reading, fact_json_member(acl, "items"), &access->items) &&
	       read_fact_privileges(reading, fact_json_member(acl, "initial"), &access->initial);
}

struct extra_member
{
	const char *name;
	size_t offset_bytes;
};

static const struct extra_member extra_texts[] = {
	{"constraint_type", offsetof(struct fact_draft, fact.extra.constraint_type)},
	{"identity_sequence", offsetof(struct fact_draft, fact.extra.identity_sequence)},
	{"loosen_sql", offsetof(struct fact_draft, fact.extra.loosen_sql)},
	{"name", offsetof(struct fact_draft, fact.extra.name)},
	{"rename", offsetof(struct fact_draft, fact.extra.rename)},
	{"replace_sql", offsetof(struct fact_draft, fact.extra.replace_sql)},
	{"slot", offsetof(struct fact_draft, fact.extra.slot)},
	{"table", offsetof(struct fact_draft, fact.extra.table)},
	{"attached", offsetof(struct fact_draft, links.attached)},
	{"owner_column", offsetof(struct fact_draft, links.owner_column)},
};
static const struct extra_member extra_flags[] = {
	{"inherited", offsetof(struct fact_draft, fact.extra.is_inherited)},
	{"partition", offsetof(struct fact_draft, fact.extra.is_partition)},
};

static bool
read_extra_members(const struct fact_reading *reading, const cJSON *extra)
{
	char *draft = (char *)reading->draft;

	for (size_t index = 0; index < COUNT_OF(extra_texts); index++)
	{
		const struct extra_member *member = &extra_texts[index];

		if (!fact_read_text_or_null(reading, fact_json_member(extra, member->name),
		                            (const char **)(void *)(draft + member->offset_bytes)))
			return false;
	}
	for (size_t index = 0; index < COUNT_OF(extra_flags); index++)
	{
		const cJSON *flag = fact_json_member(extra, extra_flags[index].name);

		if (flag != NULL &&
		    !fact_read_truth(reading, flag,
		                     (bool *)(void *)(draft + extra_flags[index].offset_bytes)))
			return false;
	}
	return true;
}

static bool
read_extra_lists(const struct fact_reading *reading, const cJSON *extra)
{
	struct fact_extra *target = &reading->draft->fact.extra;

	return fact_read_texts(reading, fact_json_member(extra, "replace_key"), &target->replace_key,
	                       &target->replace_key_count) &&
	       fact_read_texts(reading, fact_json_member(extra, "update_from"), &target->update_from,
	                       &target->update_from_count) &&
	       fact_read_pairs(reading, fact_json_member(extra, "parts"), &target->parts) &&
	       fact_read_pairs(reading, fact_json_member(extra, "composite_columns"),
	                       &target->composite_columns);
}

static bool
read_need(const struct fact_reading *reading, const cJSON *item, struct fact_name *need)
{
	const char *word = NULL;

	if (!cJSON_IsArray(item) || cJSON_GetArraySize(item) != 2)
		return fact_reading_fail(reading, "a dependency that is none");
	word = cJSON_GetStringValue(item->child);
	if (word == NULL || !fact_kind_from_name(word, &need->kind))
		return fact_reading_fail(reading, "a dependency on no known kind");
	need->id = fact_read_text(reading, item->child->next);
	return need->id != NULL;
}

static bool
read_needs(const struct fact_reading *reading, const cJSON *list)
{
	struct fact_links *links = &reading->draft->links;
	const cJSON *item = NULL;

	if (list == NULL || cJSON_IsNull(list))
		return true;
	if (!cJSON_IsArray(list))
		return fact_reading_fail(reading, "dependencies that are no list");
	links->needs = memory_allocate((size_t)cJSON_GetArraySize(list), sizeof *links->needs);
	cJSON_ArrayForEach(item, list)
	{
		if (!read_need(reading, item, &links->needs[links->need_count++]))
			return false;
	}
	return true;
}

static bool
read_relations(const struct fact_reading *reading, const cJSON *list)
{
	struct fact_links *links = &reading->draft->links;
	const cJSON *item = NULL;

	if (list == NULL || cJSON_IsNull(list))
		return true;
	if (!cJSON_IsArray(list))
		return fact_reading_fail(reading, "relations that are no list");
	links->relations = memory_allocate((size_t)cJSON_GetArraySize(list), sizeof *links->relations);
	cJSON_ArrayForEach(item, list)
	{
		if (!fact_read_oid_or_null(reading, item, &links->relations[links->relation_count++]))
			return false;
	}
	return true;
}

static bool
read_extra(const struct fact_reading *reading, const cJSON *extra)
{
	if (!cJSON_IsObject(extra))
		return fact_reading_fail(reading, "extra that is no object");
	return read_extra_members(reading, extra) && read_extra_lists(reading, extra) &&
	       fact_read_number(reading, fact_json_member(extra, "inhcount"),
	                        &reading->draft->fact.extra.inherit_count) &&
	       fact_read_oid_or_null(reading, fact_json_member(extra, "index"),
	                             &reading->draft->links.index) &&
	       read_needs(reading, fact_json_member(extra, "deps")) &&
	       read_relations(reading, fact_json_member(extra, "relation_deps"));
}

typedef bool (*document_reader)(const struct fact_reading *reading, const cJSON *document);

static bool
read_document(const char *json, const struct fact_reading *reading, document_reader read)
{
	if (json == NULL)
		return true;

	cleanup_document cJSON *document = cJSON_ParseWithOpts(json, NULL, true);

	return document != NULL ? read(reading, document)
	                        : fact_reading_fail(reading, "what is not JSON");
}

bool
fact_json_attributes(const char *json, struct fact_drafts *drafts, struct fact_draft *draft,
                     const char **wrong)
{
	return read_document(json, &(const struct fact_reading){drafts, draft, wrong}, read_attributes);
}

bool
fact_json_access(const char *json, struct fact_drafts *drafts, struct fact_draft *draft,
                 const char **wrong)
{
	return read_document(json, &(const struct fact_reading){drafts, draft, wrong}, read_access);
}

bool
fact_json_extra(const char *json, struct fact_drafts *drafts, struct fact_draft *draft,
                const char **wrong)
{
	return read_document(json, &(const struct fact_reading){drafts, draft, wrong}, read_extra);
}
