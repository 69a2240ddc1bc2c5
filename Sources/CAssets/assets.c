// Written by embed.sh; do not edit. #embed is C23, which clang takes in C17 with a warning that is of no use here.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "assets.h"

static const unsigned char asset_1[] = {
#embed "../../Prompts/ask.md" suffix(, )
0};
static const unsigned char asset_2[] = {
#embed "../../Prompts/interview-question.md" suffix(, )
0};
static const unsigned char asset_3[] = {
#embed "../../config/fera.json5" suffix(, )
0};
static const unsigned char asset_4[] = {
#embed "../../config/fields.json5" suffix(, )
0};
static const unsigned char asset_5[] = {
#embed "../../config/interview.json5" suffix(, )
0};
static const unsigned char asset_6[] = {
#embed "../../config/lexicon.json5" suffix(, )
0};
static const unsigned char asset_7[] = {
#embed "../../config/phrases.json5" suffix(, )
0};
static const unsigned char asset_8[] = {
#embed "../../config/questions.json5" suffix(, )
0};
static const unsigned char asset_9[] = {
#embed "../../config/templates.json5" suffix(, )
0};
static const unsigned char asset_10[] = {
#embed "sample/marlow-finch/2026-09-24-qbr-call.vtt" suffix(, )
0};
static const unsigned char asset_11[] = {
#embed "sample/marlow-finch/accounts.csv" suffix(, )
0};
static const unsigned char asset_12[] = {
#embed "sample/marlow-finch/contacts.csv" suffix(, )
0};
static const unsigned char asset_13[] = {
#embed "sample/marlow-finch/contract.md" suffix(, )
0};
static const unsigned char asset_14[] = {
#embed "sample/marlow-finch/mail/2026-05-18-weekend-hotline-1.eml" suffix(, )
0};
static const unsigned char asset_15[] = {
#embed "sample/marlow-finch/mail/2026-05-19-weekend-hotline-2.eml" suffix(, )
0};
static const unsigned char asset_16[] = {
#embed "sample/marlow-finch/mail/2026-05-26-weekend-hotline-3.eml" suffix(, )
0};
static const unsigned char asset_17[] = {
#embed "sample/marlow-finch/mail/2026-08-06-payroll-split-shifts-1.eml" suffix(, )
0};
static const unsigned char asset_18[] = {
#embed "sample/marlow-finch/mail/2026-08-07-payroll-split-shifts-2.eml" suffix(, )
0};
static const unsigned char asset_19[] = {
#embed "sample/marlow-finch/mail/2026-10-05-one-pager-1.eml" suffix(, )
0};
static const unsigned char asset_20[] = {
#embed "sample/marlow-finch/mail/2026-10-06-one-pager-2.eml" suffix(, )
0};
static const unsigned char asset_21[] = {
#embed "sample/marlow-finch/mail/2026-10-12-betriebsrat-1.eml" suffix(, )
0};
static const unsigned char asset_22[] = {
#embed "sample/marlow-finch/mail/2026-10-12-training-grimsby.eml" suffix(, )
0};
static const unsigned char asset_23[] = {
#embed "sample/marlow-finch/mail/2026-10-13-betriebsrat-2.eml" suffix(, )
0};
static const unsigned char asset_24[] = {
#embed "sample/marlow-finch/mail/2026-10-21-renewal-po-1.eml" suffix(, )
0};
static const unsigned char asset_25[] = {
#embed "sample/marlow-finch/mail/2026-10-22-renewal-po-2.eml" suffix(, )
0};
static const unsigned char asset_26[] = {
#embed "sample/marlow-finch/mail/2026-11-02-payroll-split-shifts-3.eml" suffix(, )
0};
static const unsigned char asset_27[] = {
#embed "sample/marlow-finch/mail/2026-11-10-night-shift.eml" suffix(, )
0};
static const unsigned char asset_28[] = {
#embed "sample/marlow-finch/play.json5" suffix(, )
0};
static const unsigned char asset_29[] = {
#embed "sample/marlow-finch/success-plan.md" suffix(, )
0};
static const unsigned char asset_30[] = {
#embed "sample/marlow-finch/tickets.csv" suffix(, )
0};
static const unsigned char asset_31[] = {
#embed "sample/marlow-finch/usage.csv" suffix(, )
0};
static const unsigned char asset_32[] = {
#embed "web/icon.svg" suffix(, )
0};
static const unsigned char asset_33[] = {
#embed "web/index.html" suffix(, )
0};
static const unsigned char asset_34[] = {
#embed "web/js/account.js" suffix(, )
0};
static const unsigned char asset_35[] = {
#embed "web/js/api.js" suffix(, )
0};
static const unsigned char asset_36[] = {
#embed "web/js/ask-log.js" suffix(, )
0};
static const unsigned char asset_37[] = {
#embed "web/js/ask.js" suffix(, )
0};
static const unsigned char asset_38[] = {
#embed "web/js/channel.js" suffix(, )
0};
static const unsigned char asset_39[] = {
#embed "web/js/clone.js" suffix(, )
0};
static const unsigned char asset_40[] = {
#embed "web/js/composer.js" suffix(, )
0};
static const unsigned char asset_41[] = {
#embed "web/js/diff.js" suffix(, )
0};
static const unsigned char asset_42[] = {
#embed "web/js/dom.js" suffix(, )
0};
static const unsigned char asset_43[] = {
#embed "web/js/drafts.js" suffix(, )
0};
static const unsigned char asset_44[] = {
#embed "web/js/gaps.js" suffix(, )
0};
static const unsigned char asset_45[] = {
#embed "web/js/home.js" suffix(, )
0};
static const unsigned char asset_46[] = {
#embed "web/js/interview-log.js" suffix(, )
0};
static const unsigned char asset_47[] = {
#embed "web/js/interview.js" suffix(, )
0};
static const unsigned char asset_48[] = {
#embed "web/js/lock.js" suffix(, )
0};
static const unsigned char asset_49[] = {
#embed "web/js/main.js" suffix(, )
0};
static const unsigned char asset_50[] = {
#embed "web/js/open.js" suffix(, )
0};
static const unsigned char asset_51[] = {
#embed "web/js/pass.js" suffix(, )
0};
static const unsigned char asset_52[] = {
#embed "web/js/passage.js" suffix(, )
0};
static const unsigned char asset_53[] = {
#embed "web/js/people.js" suffix(, )
0};
static const unsigned char asset_54[] = {
#embed "web/js/portfolio.js" suffix(, )
0};
static const unsigned char asset_55[] = {
#embed "web/js/problems.js" suffix(, )
0};
static const unsigned char asset_56[] = {
#embed "web/js/referrals.js" suffix(, )
0};
static const unsigned char asset_57[] = {
#embed "web/js/review.js" suffix(, )
0};
static const unsigned char asset_58[] = {
#embed "web/js/router.js" suffix(, )
0};
static const unsigned char asset_59[] = {
#embed "web/js/rows.js" suffix(, )
0};
static const unsigned char asset_60[] = {
#embed "web/js/session.js" suffix(, )
0};
static const unsigned char asset_61[] = {
#embed "web/js/sittings.js" suffix(, )
0};
static const unsigned char asset_62[] = {
#embed "web/js/sources.js" suffix(, )
0};
static const unsigned char asset_63[] = {
#embed "web/js/transfer.js" suffix(, )
0};
static const unsigned char asset_64[] = {
#embed "web/js/ui.js" suffix(, )
0};
static const unsigned char asset_65[] = {
#embed "web/js/words.js" suffix(, )
0};
static const unsigned char asset_66[] = {
#embed "web/js/written.js" suffix(, )
0};
static const unsigned char asset_67[] = {
#embed "web/style.css" suffix(, )
0};

static const fera_asset table[] = {
    {"prompts/ask.md", asset_1, sizeof asset_1 - 1},
    {"prompts/interview-question.md", asset_2, sizeof asset_2 - 1},
    {"config/fera.json5", asset_3, sizeof asset_3 - 1},
    {"config/fields.json5", asset_4, sizeof asset_4 - 1},
    {"config/interview.json5", asset_5, sizeof asset_5 - 1},
    {"config/lexicon.json5", asset_6, sizeof asset_6 - 1},
    {"config/phrases.json5", asset_7, sizeof asset_7 - 1},
    {"config/questions.json5", asset_8, sizeof asset_8 - 1},
    {"config/templates.json5", asset_9, sizeof asset_9 - 1},
    {"sample/marlow-finch/2026-09-24-qbr-call.vtt", asset_10, sizeof asset_10 - 1},
    {"sample/marlow-finch/accounts.csv", asset_11, sizeof asset_11 - 1},
    {"sample/marlow-finch/contacts.csv", asset_12, sizeof asset_12 - 1},
    {"sample/marlow-finch/contract.md", asset_13, sizeof asset_13 - 1},
    {"sample/marlow-finch/mail/2026-05-18-weekend-hotline-1.eml", asset_14, sizeof asset_14 - 1},
    {"sample/marlow-finch/mail/2026-05-19-weekend-hotline-2.eml", asset_15, sizeof asset_15 - 1},
    {"sample/marlow-finch/mail/2026-05-26-weekend-hotline-3.eml", asset_16, sizeof asset_16 - 1},
    {"sample/marlow-finch/mail/2026-08-06-payroll-split-shifts-1.eml", asset_17, sizeof asset_17 - 1},
    {"sample/marlow-finch/mail/2026-08-07-payroll-split-shifts-2.eml", asset_18, sizeof asset_18 - 1},
    {"sample/marlow-finch/mail/2026-10-05-one-pager-1.eml", asset_19, sizeof asset_19 - 1},
    {"sample/marlow-finch/mail/2026-10-06-one-pager-2.eml", asset_20, sizeof asset_20 - 1},
    {"sample/marlow-finch/mail/2026-10-12-betriebsrat-1.eml", asset_21, sizeof asset_21 - 1},
    {"sample/marlow-finch/mail/2026-10-12-training-grimsby.eml", asset_22, sizeof asset_22 - 1},
    {"sample/marlow-finch/mail/2026-10-13-betriebsrat-2.eml", asset_23, sizeof asset_23 - 1},
    {"sample/marlow-finch/mail/2026-10-21-renewal-po-1.eml", asset_24, sizeof asset_24 - 1},
    {"sample/marlow-finch/mail/2026-10-22-renewal-po-2.eml", asset_25, sizeof asset_25 - 1},
    {"sample/marlow-finch/mail/2026-11-02-payroll-split-shifts-3.eml", asset_26, sizeof asset_26 - 1},
    {"sample/marlow-finch/mail/2026-11-10-night-shift.eml", asset_27, sizeof asset_27 - 1},
    {"sample/marlow-finch/play.json5", asset_28, sizeof asset_28 - 1},
    {"sample/marlow-finch/success-plan.md", asset_29, sizeof asset_29 - 1},
    {"sample/marlow-finch/tickets.csv", asset_30, sizeof asset_30 - 1},
    {"sample/marlow-finch/usage.csv", asset_31, sizeof asset_31 - 1},
    {"web/icon.svg", asset_32, sizeof asset_32 - 1},
    {"web/index.html", asset_33, sizeof asset_33 - 1},
    {"web/js/account.js", asset_34, sizeof asset_34 - 1},
    {"web/js/api.js", asset_35, sizeof asset_35 - 1},
    {"web/js/ask-log.js", asset_36, sizeof asset_36 - 1},
    {"web/js/ask.js", asset_37, sizeof asset_37 - 1},
    {"web/js/channel.js", asset_38, sizeof asset_38 - 1},
    {"web/js/clone.js", asset_39, sizeof asset_39 - 1},
    {"web/js/composer.js", asset_40, sizeof asset_40 - 1},
    {"web/js/diff.js", asset_41, sizeof asset_41 - 1},
    {"web/js/dom.js", asset_42, sizeof asset_42 - 1},
    {"web/js/drafts.js", asset_43, sizeof asset_43 - 1},
    {"web/js/gaps.js", asset_44, sizeof asset_44 - 1},
    {"web/js/home.js", asset_45, sizeof asset_45 - 1},
    {"web/js/interview-log.js", asset_46, sizeof asset_46 - 1},
    {"web/js/interview.js", asset_47, sizeof asset_47 - 1},
    {"web/js/lock.js", asset_48, sizeof asset_48 - 1},
    {"web/js/main.js", asset_49, sizeof asset_49 - 1},
    {"web/js/open.js", asset_50, sizeof asset_50 - 1},
    {"web/js/pass.js", asset_51, sizeof asset_51 - 1},
    {"web/js/passage.js", asset_52, sizeof asset_52 - 1},
    {"web/js/people.js", asset_53, sizeof asset_53 - 1},
    {"web/js/portfolio.js", asset_54, sizeof asset_54 - 1},
    {"web/js/problems.js", asset_55, sizeof asset_55 - 1},
    {"web/js/referrals.js", asset_56, sizeof asset_56 - 1},
    {"web/js/review.js", asset_57, sizeof asset_57 - 1},
    {"web/js/router.js", asset_58, sizeof asset_58 - 1},
    {"web/js/rows.js", asset_59, sizeof asset_59 - 1},
    {"web/js/session.js", asset_60, sizeof asset_60 - 1},
    {"web/js/sittings.js", asset_61, sizeof asset_61 - 1},
    {"web/js/sources.js", asset_62, sizeof asset_62 - 1},
    {"web/js/transfer.js", asset_63, sizeof asset_63 - 1},
    {"web/js/ui.js", asset_64, sizeof asset_64 - 1},
    {"web/js/words.js", asset_65, sizeof asset_65 - 1},
    {"web/js/written.js", asset_66, sizeof asset_66 - 1},
    {"web/style.css", asset_67, sizeof asset_67 - 1},
};

const fera_asset *fera_assets(size_t *count) {
    *count = sizeof table / sizeof table[0];
    return table;
}
