namespace CheckIn.Credentials;

/// <summary>
/// What is proved by a code at a moment. Only <see cref="Valid"/> proves anything; the others are kept apart because
/// each of them is put right by somebody else: the visitor, the hub, or whoever looks after the gate.
/// </summary>
public enum CredentialProof
{
    /// <summary>An unsigned kind: it identifies, and proves nothing.</summary>
    None,
    /// <summary>Signed by a key that is trusted for it, and valid now.</summary>
    Valid,
    /// <summary>No key that is known and may sign this has its name.</summary>
    NoKey,
    /// <summary>As <see cref="NoKey"/>, but the list of keys is so old that this says nothing.</summary>
    ListTooOld,
    /// <summary>The signature is not that of its content by the key that it names.</summary>
    BadSignature,
    /// <summary>It, or the certificate of its key, has ended.</summary>
    Expired,
    /// <summary>It, or the certificate of its key, begins later; or the gate's clock is slow.</summary>
    NotYetValid,
    /// <summary>It is not built as its kind is.</summary>
    Malformed,
    /// <summary>It has been withdrawn.</summary>
    Revoked,
    /// <summary>A rotating code of an earlier step: a photograph, or a phone whose clock is slow.</summary>
    TooOld,
    /// <summary>A rotating code of a later step: a phone whose clock is fast.</summary>
    FromFuture,
    /// <summary>The gate's own clock is not good enough to judge a rotating code.</summary>
    ClockUnsure,
    /// <summary>A rotating code that has been shown already.</summary>
    Replayed,
}
