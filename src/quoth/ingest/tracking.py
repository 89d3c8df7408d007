"""Parameters of addresses that say where a reader came from, not what is read.

Facts of the services that set them, gathered from their own documentation and from addresses of
news feeds. A name that some site uses to tell its pages apart ("id", "p", "page", "ref", "source")
is not here; "ref" and the like go only where their value says that they are tracking.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

# Lower case. Analytics, advertising, newsletters, share buttons, then what news sites set.
_NAMES = frozenset(
    """
    gclid gclsrc dclid gbraid wbraid gad gad_source gad_campaignid _ga _gl srsltid
    fbclid fb_action_ids fb_action_types fb_source fb_ref msclkid yclid ysclid twclid ttclid
    li_fat_id igshid igsh rdt_cid epik scid irclickid irgwc s_kwcid ef_id wickedid
    mc_cid mc_eid mkt_tok _hsenc _hsmi hsctatracking vero_id vero_conv oly_enc_id oly_anon_id
    rb_clickid s_cid spm __s ml_subscriber ml_subscriber_hash ck_subscriber_id sc_cid
    ref_src ref_url referrer __twitter_impression xtor wt.mc_id wt_mc wt.tsrc wt_zmc
    cmpid cmp icid intcmp int_cmp int_source int_medium int_campaign ncid ocid ito ftag tag_id
    smid smtyp smvar soc_src soc_trk taid tpcc traffic_source guccounter guce_referrer
    guce_referrer_sig feedtype feedname ns_mchannel ns_source ns_campaign ns_linkname ns_fee
    echobox dicbo sharetype share_id sh_kit cn-reloaded campaign_id emci emdi ceid
    """.split()
)
_PREFIXES = ("utm_", "utm-", "at_", "pk_", "piwik_", "mtm_", "matomo_", "hsa_", "trk_", "stm_")
# BBC's "at_" stands for its tracking only with these.
_AT = re.compile(r"at_(?:medium|campaign|custom\d*|link_?\w*|bbc_team|format|ptr_name|creation)")
_AMP = re.compile(r"(?:amp(?:=(?:1|true|html)?)?|outputtype=amp|_amp(?:=true)?|usqp=.*|amp_.*)")
_CAME_FROM = re.compile(
    r"(?:ref|source|src|from|via|medium|cmp_source)="
    r"(?:rss|feed|feeds|atom|newsletter|email|mail|twitter|tw|x\.com|facebook|fb|instagram|whatsapp"
    r"|telegram|linkedin|reddit|social|share|google|googlenews|news\.google|applenews|flipboard)"
    r"(?:[-_.]\w*)?"
)


def is_tracking(parameter: str) -> bool:
    """Say whether a parameter ("utm_source=rss") is tracking."""
    whole = unquote_plus(parameter).strip().lower()
    name = whole.split("=", 1)[0]
    if name.startswith("at_"):
        return _AT.fullmatch(name) is not None
    if name in _NAMES or name.startswith(_PREFIXES):
        return True
    return _AMP.fullmatch(whole) is not None or _CAME_FROM.fullmatch(whole) is not None
