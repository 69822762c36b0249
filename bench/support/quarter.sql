-- The scores of every branch for a closed quarter by the shipped standard, in one statement: what a program written for
-- just these data would do. It knows no standards, norms, limits or kinds of single courts, no open period and nothing
-- that is not known; plans, notices, registers and development files are empty.
INSERT INTO assessments_branchscore
    (assessment_id, court_id, branch_id, revision, points, "of", known_of, unknown, scores, records)
WITH indicator AS MATERIALIZED (
    SELECT i.code, i.points, i.input, COALESCE(i.params->>'kind', '') AS kind
    FROM assessments_indicator i JOIN assessments_standard s ON s.id = i.standard_id
    WHERE s.court_id IS NULL AND NOT i.yearly
), branch AS MATERIALIZED (
    SELECT b.id, b.kind, b.court_id, a.id AS assessment_id, daterange(b.founded_on, b.dissolved_on) AS days
    FROM branches_branch b JOIN assessments_assessment a USING (court_id)
    WHERE a.year = %(year)s AND a.quarter = %(quarter)s AND daterange(b.founded_on, b.dissolved_on) @> %(end)s::date
), committee AS MATERIALIZED (
    SELECT branch_id, range_agg(daterange(starts_on, ends_on, '[]')) AS days
    FROM branches_post WHERE kind IN ('ORGANIZATION', 'PUBLICITY', 'DISCIPLINE', 'COMMITTEE_MEMBER') GROUP BY branch_id
),
-- What was held, under each kind that it counts for.
main AS MATERIALIZED (
    SELECT id, branch_id, group_id, kind_id, held_on, topic, has_quorum, true AS is_main
    FROM activities_activity
    WHERE held_on BETWEEN %(start)s AND %(end)s AND state IN ('SUBMITTED', 'ARCHIVED') AND branch_id IS NOT NULL
), held AS MATERIALIZED (
    SELECT m.*, k.code, k.quorum <> 'NONE' AS asks_quorum
    FROM (
        SELECT * FROM main
        UNION ALL
        SELECT m.id, m.branch_id, m.group_id, f.kind_id, m.held_on, m.topic, m.has_quorum, false
        FROM main m JOIN activities_fulfilment f ON f.activity_id = m.id
    ) m JOIN activities_activitykind k ON k.id = m.kind_id
),
-- What was owed: the norm that stands for each kind of branch in each period that ends in the quarter.
period AS (
    SELECT 'MONTH' AS length, daterange(day::date, (day + interval '1 month')::date) AS days
    FROM generate_series(%(start)s::date, %(end)s::date, interval '1 month') AS day
    UNION ALL SELECT 'QUARTER', daterange(%(start)s, %(end)s, '[]')
), standing AS MATERIALIZED (
    SELECT * FROM (
        SELECT DISTINCT ON (n.kind_id, b.kind, p.days) n.kind_id, n.unit, n.times, n.period, b.kind, p.length, p.days
        FROM activities_norm n CROSS JOIN period p CROSS JOIN (SELECT DISTINCT kind FROM branches_branch) b
        WHERE n.branch_kind IN ('', b.kind) AND daterange(n.effective_from, n.effective_to, '[]') @> upper(p.days) - 1
        ORDER BY n.kind_id, b.kind, p.days, n.branch_kind <> '' DESC, n.effective_from DESC
    ) AS n WHERE period = length AND times > 0
), owed AS (
    SELECT b.id AS branch_id, 0 AS group_id, s.kind_id, s.times, s.days
    FROM branch b JOIN standing s USING (kind) LEFT JOIN committee c ON c.branch_id = b.id
    WHERE b.days @> s.days AND (s.unit = 'BRANCH' OR s.unit = 'COMMITTEE' AND c.days @> s.days)
    UNION ALL
    SELECT b.id, g.id, s.kind_id, s.times, s.days
    FROM branch b JOIN standing s USING (kind) JOIN branches_partygroup g ON g.branch_id = b.id
    WHERE b.days @> s.days AND s.unit = 'GROUP' AND daterange(g.founded_on, g.dissolved_on) @> s.days
), pair AS (
    SELECT o.branch_id, o.kind_id, COUNT(h.id) FILTER (WHERE h.has_quorum OR NOT h.asks_quorum) >= o.times AS met
    FROM owed o LEFT JOIN held h ON h.branch_id = o.branch_id AND COALESCE(h.group_id, 0) = o.group_id
        AND h.kind_id = o.kind_id AND o.days @> h.held_on
    GROUP BY o.branch_id, o.group_id, o.kind_id, o.days, o.times
), owing AS (
    SELECT branch_id, kind_id, COUNT(*) FILTER (WHERE met) AS met, COUNT(*) AS due FROM pair GROUP BY branch_id, kind_id
), of_kind AS (
    SELECT branch_id, kind_id, jsonb_build_object('activities.activity', jsonb_agg(id ORDER BY id)) AS records
    FROM held GROUP BY branch_id, kind_id
), on_topic AS (
    SELECT branch_id, jsonb_agg(id ORDER BY id) FILTER (WHERE code = 'COMMITTEE_MEETING') AS by_committee,
        jsonb_agg(id ORDER BY id) FILTER (WHERE code = 'BRANCH_ASSEMBLY') AS by_assembly
    FROM held
    WHERE code IN ('COMMITTEE_MEETING', 'BRANCH_ASSEMBLY') AND topic LIKE ANY (ARRAY['%%党建%%', '%%党的建设%%'])
    GROUP BY branch_id
),
-- Rectification: measures and problems that fell due in the quarter, as they stood at its end.
step AS MATERIALIZED (
    SELECT * FROM rectification_rectificationstep WHERE "on" <= %(end)s
), measure AS MATERIALIZED (
    SELECT m.id, m.branch_id, m.problem_id, COALESCE(e.until, m.first_due_on) AS due_on,
        CASE d.kind WHEN 'DONE' THEN d."on" END AS done_on
    FROM rectification_measure m JOIN rectification_problem p ON p.id = m.problem_id
    LEFT JOIN (
        SELECT DISTINCT ON (measure_id) measure_id, kind, "on" FROM step WHERE kind IN ('DONE', 'SENT_BACK')
        ORDER BY measure_id, "on" DESC, "order" DESC
    ) d ON d.measure_id = m.id
    LEFT JOIN (
        SELECT DISTINCT ON (measure_id) measure_id, until FROM step
        WHERE kind IN ('EXTENSION_APPROVED', 'SENT_BACK') AND until IS NOT NULL
        ORDER BY measure_id, "on" DESC, "order" DESC
    ) e ON e.measure_id = m.id
    WHERE m.voided_at IS NULL AND p.voided_at IS NULL
        AND COALESCE(m.opened_on, %(end)s) <= %(end)s AND COALESCE(p.opened_on, %(end)s) <= %(end)s
), problem AS (
    SELECT p.id, COALESCE(p.due_on, m.due_on) AS due_on,
        COALESCE(s.closed AND NOT s.reopened AND s.asked_on <= COALESCE(p.due_on, m.due_on), false) AS met
    FROM rectification_problem p
    LEFT JOIN (
        SELECT problem_id, CASE WHEN bool_and(due_on IS NOT NULL) THEN MAX(due_on) END AS due_on
        FROM measure GROUP BY problem_id
    ) m ON m.problem_id = p.id
    LEFT JOIN (
        SELECT problem_id, MAX("on") FILTER (WHERE kind = 'CLOSE_ASKED') AS asked_on,
            bool_or(kind = 'CLOSED') AS closed, bool_or(kind = 'REOPENED') AS reopened
        FROM step GROUP BY problem_id
    ) s ON s.problem_id = p.id
    WHERE p.voided_at IS NULL AND COALESCE(p.opened_on, %(end)s) <= %(end)s
),
-- The committee: its posts on the last day, and its seats by the number of formal members.
post AS (
    SELECT branch_id, COUNT(DISTINCT member_id) FILTER (WHERE kind = 'SECRETARY') > 0 AS secretary,
        COUNT(DISTINCT member_id) - COUNT(DISTINCT member_id) FILTER (WHERE kind = 'SECRETARY') AS others,
        bool_or(kind = 'ORGANIZATION') AS worker,
        jsonb_build_object('branches.post', jsonb_agg(id ORDER BY id)) AS records
    FROM branches_post
    WHERE kind IN ('SECRETARY', 'DEPUTY_SECRETARY', 'ORGANIZATION', 'PUBLICITY', 'DISCIPLINE', 'COMMITTEE_MEMBER')
        AND daterange(starts_on, ends_on, '[]') @> %(end)s::date
    GROUP BY branch_id
), seat AS (
    SELECT s.branch_id, CASE WHEN COUNT(*) >= %(committee_from)s THEN %(seats)s ELSE 1 END AS seats
    FROM branches_membership s JOIN branches_member m ON m.id = s.member_id
    WHERE daterange(s.starts_on, s.ends_on, '[]') @> %(end)s::date AND m.status = 'FORMAL'
        AND COALESCE(m.joined_on, %(end)s) <= %(end)s AND COALESCE(m.confirmed_on, %(end)s) <= %(end)s
    GROUP BY s.branch_id
),
-- What each input gives, for the branches that it says something of.
found (branch_id, input, kind, met, due, why, records) AS (
    SELECT o.branch_id, 'PERIODS_MET', k.code, o.met, o.due, NULL, r.records
    FROM owing o JOIN activities_activitykind k ON k.id = o.kind_id LEFT JOIN of_kind r USING (branch_id, kind_id)
    UNION ALL
    SELECT branch_id, 'MEETINGS_WITH_QUORUM', '', COUNT(*) FILTER (WHERE has_quorum), COUNT(*), NULL,
        jsonb_build_object('activities.activity', jsonb_agg(id ORDER BY id))
    FROM held WHERE is_main AND asks_quorum GROUP BY branch_id
    UNION ALL
    SELECT branch_id, 'COMMITTEE_ON_TOPIC', '', CASE WHEN ids IS NULL THEN 0 ELSE 1 END, 1, NULL,
        CASE WHEN ids IS NOT NULL THEN jsonb_build_object('activities.activity', ids) END
    FROM (
        SELECT b.id AS branch_id, CASE
            WHEN t.by_committee IS NOT NULL THEN t.by_committee
            WHEN c.days @> daterange(%(start)s, %(end)s, '[]') THEN NULL
            ELSE t.by_assembly END AS ids
        FROM branch b LEFT JOIN on_topic t ON t.branch_id = b.id LEFT JOIN committee c ON c.branch_id = b.id
        WHERE b.days @> daterange(%(start)s, %(end)s, '[]')
    ) AS b
    UNION ALL
    SELECT branch_id, 'MEASURES_ON_TIME', '', COUNT(*) FILTER (WHERE done_on <= due_on), COUNT(*), NULL,
        jsonb_build_object('rectification.measure', jsonb_agg(id ORDER BY id))
    FROM measure WHERE due_on BETWEEN %(start)s AND %(end)s AND branch_id IS NOT NULL GROUP BY branch_id
    UNION ALL
    SELECT s.branch_id, 'PROBLEMS_CLOSED', '', COUNT(*) FILTER (WHERE p.met), COUNT(*), NULL,
        jsonb_build_object('rectification.problem', jsonb_agg(p.id ORDER BY p.id))
    FROM problem p JOIN rectification_problemshare s ON s.problem_id = p.id
    WHERE p.due_on BETWEEN %(start)s AND %(end)s AND daterange(s.starts_on, s.ends_on) @> %(end)s::date
    GROUP BY s.branch_id
    UNION ALL
    SELECT * FROM (
        SELECT DISTINCT ON (branch_id) branch_id, 'TERM_IN_FORCE', '',
            CASE WHEN COALESCE(postponed_to, expires_on) >= %(end)s THEN 1 ELSE 0 END, 1, NULL,
            jsonb_build_object('branches.committeeterm', jsonb_build_array(id))
        FROM branches_committeeterm WHERE daterange(starts_on, ends_on, '[]') @> %(end)s::date
        ORDER BY branch_id, starts_on DESC, id DESC
    ) AS term
    UNION ALL
    SELECT b.id, 'POSTS_FILLED', '',
        COALESCE(p.secretary::int + LEAST(p.others, COALESCE(s.seats, 1) - 1) + p.worker::int, 0),
        COALESCE(s.seats, 1) + 1, NULL, p.records
    FROM branch b LEFT JOIN post p ON p.branch_id = b.id LEFT JOIN seat s ON s.branch_id = b.id
    UNION ALL
    SELECT c.branch_id, 'PLAN_DONE', '', 0, 0, '没有登记' || %(year)s || '年度计划', NULL
    FROM activities_coverage c WHERE daterange(c.starts_on, c.ends_on, '[]') @> daterange(%(start)s, %(end)s, '[]')
), line AS (
    SELECT f.branch_id, i.code, i.points AS of, f.met, f.due, f.why, f.records,
        CASE WHEN f.why IS NULL THEN round(i.points * LEAST(f.met, f.due) / f.due, 2) END AS points
    FROM found f JOIN indicator i USING (input, kind)
), scored AS MATERIALIZED (
    SELECT branch_id, SUM(points) AS points, SUM(of) AS of, SUM(of) FILTER (WHERE why IS NULL) AS known_of,
        COUNT(why) AS unknown, jsonb_object_agg(code, records) FILTER (WHERE records IS NOT NULL) AS records,
        jsonb_object_agg(code, CASE WHEN why IS NULL
            THEN jsonb_build_object('state', 'SCORED', 'points', points::text, 'of', of::text,
                'inputs', jsonb_build_object('met', met, 'due', due))
            ELSE jsonb_build_object('state', 'NOT_KNOWN', 'points', NULL, 'of', of::text, 'why', why,
                'inputs', jsonb_build_object('met', met, 'due', due)) END) AS scores
    FROM line GROUP BY branch_id
),
-- What reviewers give, and what does not apply, until something is laid over it.
others AS (
    SELECT SUM(points) FILTER (WHERE input = '') AS of, COUNT(*) FILTER (WHERE input = '') AS unknown,
        jsonb_object_agg(code, jsonb_build_object('points', NULL, 'of', points::text,
            'state', CASE input WHEN '' THEN 'TO_REVIEW' ELSE 'NOT_APPLIED' END)) AS scores
    FROM indicator
)
SELECT b.assessment_id, b.court_id, b.id, 1, COALESCE(s.points, 0), o.of + COALESCE(s.of, 0), COALESCE(s.known_of, 0),
    o.unknown + COALESCE(s.unknown, 0), o.scores || COALESCE(s.scores, '{}'), COALESCE(s.records, '{}')
FROM branch b CROSS JOIN others o LEFT JOIN scored s ON s.branch_id = b.id
