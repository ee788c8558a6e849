using CheckIn.Enrolment;

namespace CheckIn.Hub.Enrolment;

/// <summary>What a gate gets that asks with a claim: a certificate, or the reason why not.</summary>
internal sealed record ClaimAnswer
{
    /// <summary>Null = refused.</summary>
    internal TakenClaim? Taken { get; private init; }

    /// <summary>Null = granted.</summary>
    internal EnrolmentRefusal? Refusal { get; private init; }

    /// <summary>HTTP's word for it.</summary>
    internal int Status { get; private init; } = StatusCodes.Status200OK;

    internal static ClaimAnswer Grant(TakenClaim taken) => new() { Taken = taken };

    internal static ClaimAnswer Refuse(string reason, long? at = null, string? gate = null) => new()
    {
        Refusal = new EnrolmentRefusal(reason, at, gate),
        Status = reason switch
        {
            EnrolmentReasons.Unknown => StatusCodes.Status404NotFound,
            EnrolmentReasons.Busy => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status403Forbidden,
        },
    };
}

/// <summary>A claim that is this gate's.</summary>
/// <param name="Gate">Its id.</param>
/// <param name="Pem">The certificate and the one that issued it.</param>
/// <param name="Fingerprint">Of its key.</param>
/// <param name="IsFirst">False: it was answered before, and is answered the same.</param>
/// <param name="Revoked">Certificates of the unit that it replaces.</param>
internal sealed record TakenClaim(string Gate, string Pem, string Fingerprint, bool IsFirst, int Revoked);
