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
}

/// <summary>The gate's answer.</summary>
public enum Outcome { Admitted, Refused }

/// <summary>Which way a lane leads.</summary>
public enum Direction { In, Out }
