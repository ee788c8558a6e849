namespace CheckIn.Updates;

/// <summary>
/// Why a package or an update is not used, or is used no more. Stable words, none is ever renamed; one that a reader does
/// not know it shows as it is. <see cref="UpdateWords"/> has them in sentences.
/// </summary>
public static class UpdateReasons
{
    /// <summary>It bears no signature.</summary>
    public const string Unsigned = "unsigned";
    /// <summary>Its signature or a hash does not fit: something was changed on the way.</summary>
    public const string Altered = "altered";
    /// <summary>Somebody signed it whose key is not trusted.</summary>
    public const string WrongKey = "wrong_key";
    /// <summary>No key is trusted, so no update is.</summary>
    public const string NoKeys = "no_keys";
    /// <summary>It is another program's.</summary>
    public const string WrongProduct = "wrong_product";
    /// <summary>It is no package, or one against the rules.</summary>
    public const string Malformed = "malformed";
    /// <summary>It, or a part of it, is larger than allowed.</summary>
    public const string TooLarge = "too_large";
    /// <summary>It ends too early.</summary>
    public const string Incomplete = "incomplete";
    /// <summary>It is not the one that was announced: another release, version or hash.</summary>
    public const string NotAsAnnounced = "not_as_announced";
    /// <summary>It is not newer than what was confirmed here.</summary>
    public const string TooOld = "too_old";
    /// <summary>It was tried here before, and failed.</summary>
    public const string FailedBefore = "failed_before";
    /// <summary>The version before could not read the journal afterwards, so there would be no way back.</summary>
    public const string JournalTooNew = "journal_too_new";
    /// <summary>There is not enough room for it.</summary>
    public const string NoSpace = "no_space";
    /// <summary>It could not be written or read here.</summary>
    public const string Storage = "storage";
    /// <summary>On trial it ended by itself.</summary>
    public const string Ended = "ended";
    /// <summary>On trial it was not healthy in time.</summary>
    public const string NotHealthy = "not_healthy";
    /// <summary>The machine or the program was restarted during its trial too often.</summary>
    public const string Interrupted = "interrupted";
    /// <summary>The hub does not want it any more.</summary>
    public const string Withdrawn = "withdrawn";
}
