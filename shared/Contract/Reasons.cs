namespace CheckIn.Contract;

/// <summary>Stable words for why a gate decided as it did. New ones may be added, none is ever renamed.</summary>
public static class Reasons
{
    /// <summary>Admitted: a kind of credential that the rules admit.</summary>
    public const string KnownCredential = "known_credential";
    /// <summary>Refused: no known kind of code.</summary>
    public const string UnknownCode = "unknown_code";
    /// <summary>Refused: it looks like a known kind, but its fields break that kind's rules.</summary>
    public const string MalformedCredential = "malformed_credential";
    /// <summary>Refused: the poster of a place was shown; "show your own code".</summary>
    public const string VenueCode = "venue_code";
    /// <summary>Refused: a code of enrolment was shown to a gate that is in service; nothing of it is recorded but this.</summary>
    public const string EnrolmentCode = "enrolment_code";
    /// <summary>Refused: more than 4,096 bytes.</summary>
    public const string CodeTooLong = "code_too_long";
    /// <summary>Refused: the journal cannot be written, and the lane's policy is to refuse entry.</summary>
    public const string JournalFailed = "journal_failed";
    /// <summary>Refused: the turnstile cannot open now, because the guard of its relay is lost.</summary>
    public const string TurnstileFailed = "turnstile_failed";
    /// <summary>Refused: he would be admitted, but the lane is locked by an order.</summary>
    public const string Lockdown = "lockdown";
    /// <summary>Admitted: by an order whoever shows any code is, known or not.</summary>
    public const string FreePassage = "free_passage";
    /// <summary>Admitted: no known kind of code, and the rules admit these.</summary>
    public const string UnknownAdmitted = "unknown_admitted";
    /// <summary>Admitted: he says so himself, on the page that a place's poster leads to; no gate has seen him.</summary>
    public const string SelfRecorded = "self_recorded";
    /// <summary>Refused: a known kind that this lane, or his category, may not show.</summary>
    public const string KindNotAdmitted = "kind_not_admitted";
    /// <summary>Refused: signed by a key that the gate does not know.</summary>
    public const string NoKey = "no_key";
    /// <summary>Refused: signed by a key that the gate does not know, and its list of keys is old.</summary>
    public const string ListTooOld = "list_too_old";
    /// <summary>Refused: the signature is wrong.</summary>
    public const string BadSignature = "bad_signature";
    /// <summary>Refused: the code is not good any more.</summary>
    public const string Expired = "expired";
    /// <summary>Refused: the code is not good yet.</summary>
    public const string NotYetValid = "not_yet_valid";
    /// <summary>Refused: the pass was withdrawn.</summary>
    public const string Revoked = "revoked";
    /// <summary>Refused: the pass is for another place.</summary>
    public const string Elsewhere = "elsewhere";
    /// <summary>Refused: a rotating code of an earlier step, such as a photograph's.</summary>
    public const string CodeTooOld = "code_too_old";
    /// <summary>Refused: a rotating code of a later step; the telephone's clock is fast.</summary>
    public const string CodeFromFuture = "code_from_future";
    /// <summary>Refused: a rotating code that was shown already.</summary>
    public const string CodeReplayed = "code_replayed";
    /// <summary>Refused: the gate's clock is not good enough to judge by.</summary>
    public const string ClockUnsure = "clock_unsure";
    /// <summary>Refused: listed as not to be let in.</summary>
    public const string Denied = "denied";
    /// <summary>Refused: only listed cards and valid passes are let in here.</summary>
    public const string NotListed = "not_listed";
    /// <summary>Refused: the card's time is over.</summary>
    public const string CardExpired = "card_expired";
    /// <summary>Refused: the card's time has not begun.</summary>
    public const string CardNotYetValid = "card_not_yet_valid";
    /// <summary>Refused: his category is not let in here.</summary>
    public const string CategoryNotAdmitted = "category_not_admitted";
    /// <summary>Refused: the event has not begun.</summary>
    public const string EventNotBegun = "event_not_begun";
    /// <summary>Refused: the event is over.</summary>
    public const string EventOver = "event_over";
    /// <summary>Refused: not in the hours in which he may enter.</summary>
    public const string OutsideHours = "outside_hours";
    /// <summary>Refused: he is inside already (anti-passback).</summary>
    public const string Passback = "passback";
    /// <summary>Refused: his last entry was too short a time ago.</summary>
    public const string TooSoon = "too_soon";
    /// <summary>Refused: he has entered as often as he may in a day.</summary>
    public const string EntriesUsedUp = "entries_used_up";
    /// <summary>Refused: as many are inside as may be.</summary>
    public const string Full = "full";
    /// <summary>Admitted: an operator answers for him, and no rule refuses him.</summary>
    public const string Assisted = "assisted";
}

/// <summary>The gate's answer.</summary>
public enum Outcome { Admitted, Refused }

/// <summary>Which way a lane leads.</summary>
public enum Direction { In, Out }
