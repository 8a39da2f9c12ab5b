#include "adapter/kubernetes/api_answer.h"
#include "adapter/kubernetes/api_request.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "unit_test.h"

enum
{
	MESSAGE_BYTES = 32
};

static void
read_message(const char *json, char *message)
{
	cleanup_text struct text answer = TEXT_EMPTY;

	text_append(&answer, json);
	api_answer_message(&answer, message, MESSAGE_BYTES);
}

struct status_case
{
	const char *json;
	const char *message;
};

static const struct status_case statuses[] = {
	{"{\"kind\":\"Status\",\"message\":\"events is forbidden\"}", "events is forbidden"},
	{"{\"message\":\"two\\nlines\\u001b[31m\"}", "two\\nlines\\x1b[31m"},
	{"{\"message\":\"sch\xC3\xA4ma \xFF\"}", "sch\xC3\xA4ma \\xff"},
	/* Cut before the character that no longer fits. */
	{"{\"message\":\"123456789012345678901234567890\xC3\xA4\"}", "123456789012345678901234567890"},
	{"{\"message\":7}", ""},
	{"{}", ""},
	{"[]", ""},
	{"<html>oops</html>", ""},
	{"", ""},
};

static void
test_api_answer__a_refusal_has_its_sentence_on_one_line(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(statuses); index++)
	{
		char message[MESSAGE_BYTES] = "before";

		read_message(statuses[index].json, message);
		assert_string_equal(message, statuses[index].message);
	}
}

static void
test_api_answer__what_was_made_has_a_name(UNUSED void **state)
{
	static const char *const nameless[] = {"", "{}", "{\"metadata\":[]}",
	                                       "{\"metadata\":{\"name\":\"\"}}",
	                                       "{\"metadata\":{\"name\":1}}"};
	cleanup_text struct text answer = TEXT_EMPTY;

	text_append(&answer, "{\"metadata\":{\"name\":\"noetl-schema-x1\"}}");

	cleanup_memory char *name = api_answer_name(&answer);

	assert_string_equal(name, "noetl-schema-x1");
	for (size_t index = 0; index < COUNT_OF(nameless); index++)
	{
		text_clear(&answer);
		text_append(&answer, nameless[index]);
		assert_null(api_answer_name(&answer));
	}
}

struct header_case
{
	const char *line;
	int64_t retry_after_ms;
};

static const struct header_case headers[] = {
	{"Retry-After: 1\r\n", 1000},
	{"retry-after:30", 30000},
	{"Retry-After: 99999999999999999999\r\n", INT64_C(86400000)},
	{"Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n", 0},
	{"Retry-After: -1\r\n", 0},
	{"Retry-After: 1.5\r\n", 0},
	{"Retry-After:\r\n", 0},
	{"Retry-After:", 0},
	{"Retry-Afterwards: 1\r\n", 0},
	{"", 0},
};

static void
test_api_answer__a_header_may_say_when_to_come_again(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(headers); index++)
	{
		const char *line = headers[index].line;

		assert_int_equal(api_answer_retry_after_ms(line, strlen(line)),
		                 headers[index].retry_after_ms);
	}
}

/* cJSON goes 1,000 levels deep and no deeper: recursion is bounded, whatever a server sends. */
static void
test_api_answer__depth_is_bounded(UNUSED void **state)
{
	static const char *const pieces[] = {"[", "{\"message\":", "{\"a\":["};

	for (size_t index = 0; index < COUNT_OF(pieces); index++)
	{
		cleanup_text struct text answer = TEXT_EMPTY;
		char message[MESSAGE_BYTES] = "before";

		while (answer.length_bytes + strlen(pieces[index]) < API_ANSWER_LIMIT_BYTES)
			text_append(&answer, pieces[index]);
		api_answer_message(&answer, message, sizeof message);
		assert_string_equal(message, "");
		assert_null(api_answer_name(&answer));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_api_answer__depth_is_bounded),
		cmocka_unit_test(test_api_answer__a_refusal_has_its_sentence_on_one_line),
		cmocka_unit_test(test_api_answer__what_was_made_has_a_name),
		cmocka_unit_test(test_api_answer__a_header_may_say_when_to_come_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
