-- What a row of the library, or of what people have on it, may hold.
begin;
select plan(25);

select tests.refuses('translations_has_dutch_and_english', $$update public.content_items set title = '{"nl": "x"}' where code = 'premortem'$$, 'a title is there in both languages');
select tests.refuses('content_items_title_is_short', $$update public.content_items set title = '{"nl": "", "en": "x"}' where code = 'premortem'$$, 'says something in each');
select tests.refuses('content_items_title_is_short', $$update public.content_items set title = jsonb_build_object('nl', repeat('x', 201), 'en', 'x') where code = 'premortem'$$, 'and is short');
select tests.refuses('content_items_title_is_short', $$update public.content_items set title = '{"nl": "x", "en": "x", "fr": 1}' where code = 'premortem'$$, 'whatever the language');
select tests.refuses('content_items_title_is_short', $$update public.content_items set title = '{"nl": "x", "en": "x", "french": "x"}' where code = 'premortem'$$, 'which has a code');
select lives_ok($$update public.content_items set title = '{"nl": "x", "en": "x", "nl-BE": "y"}' where code = 'premortem'$$, 'others may be added');
select tests.refuses('content_items_summary_is_bounded', $$update public.content_items set summary = jsonb_build_object('nl', repeat('x', 1001), 'en', 'x') where code = 'premortem'$$, 'a summary has at most 1,000 characters');
select tests.refuses('content_items_body_is_bounded', $$update public.content_items set body = jsonb_build_object('nl', repeat('x', 20001), 'en', 'x') where code = 'premortem'$$, 'a body 20,000');
select tests.refuses('translations_has_dutch_and_english', $$update public.content_categories set name = '{"en": "x"}' where true$$, 'a category has a name in both languages');
select tests.refuses('translations_has_dutch_and_english', $$update public.content_categories set description = '{"en": "x"}' where true$$, 'and a description');
select tests.refuses('content_items_kind_is_known', $$update public.content_items set kind = 'podcast' where code = 'premortem'$$, 'an item is of a known kind');
select tests.refuses('content_items_video_has_media', $$update public.content_items set kind = 'video' where code = 'premortem'$$, 'a video can be seen somewhere');
select tests.refuses('https_url_is_address', $$update public.content_items set media_url = 'http://example.test/x' where code = 'premortem'$$, 'safely');
select tests.refuses('content_items_function_codes_are_functions', $$update public.content_items set function_codes = '{Ni,Ni}' where code = 'premortem'$$, 'a function counts once');
select tests.refuses('content_items_function_codes_are_functions', $$update public.content_items set function_codes = '{Xi}' where code = 'premortem'$$, 'is one of the eight');
select tests.refuses('content_items_function_codes_are_functions', $$update public.content_items set function_codes = '{}' where code = 'premortem'$$, 'and there is one');
select tests.refuses('content_items_function_codes_are_functions', $$update public.content_items set function_codes = '{Ni,Ne,Si,Se,Ti}' where code = 'premortem'$$, 'up to four');
select tests.refuses('content_items_tags_are_bounded', $$update public.content_items set tags = array[repeat('x', 51)] where code = 'premortem'$$, 'a tag has at most 50 characters');
select tests.refuses('content_items_lesson_has_place', $$update public.content_items set course_position = null where code = 'premortem'$$, 'a lesson has a place in its course');
select tests.refuses('content_items_courses_do_not_nest', $$update public.content_items set kind = 'course' where code = 'premortem'$$, 'a course is no lesson');
select tests.refuses('content_items_retired_after_published', $$update public.content_items set retired_at = published_at - interval '1 day' where code = 'premortem'$$, 'what is retired was published');

select tests.create_user('alice');
select tests.sign_in('alice');
select tests.refuses('content_ratings_rating_is_stars',
  $$insert into public.content_ratings (user_id, id, item_id, rating) select auth.uid(), id, id, 6 from public.content_items limit 1$$, 'a rating has at most five stars');
select tests.refuses('content_ratings_rating_is_stars',
  $$insert into public.content_ratings (user_id, id, item_id, rating) select auth.uid(), id, id, 0 from public.content_items limit 1$$, 'and at least one');
select tests.refuses('content_progress_position_is_duration',
  $$insert into public.content_progress (user_id, id, item_id, position_seconds) select auth.uid(), id, id, -1 from public.content_items limit 1$$, 'a place in a recording lies in it');
select tests.refuses('content_bookmarks_labels_are_bounded',
  $$insert into public.content_bookmarks (user_id, id, item_id, labels) select auth.uid(), id, id, '{""}' from public.content_items limit 1$$, 'labels say something');

select * from finish();
rollback;
