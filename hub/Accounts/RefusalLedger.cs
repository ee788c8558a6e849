using System.Net;
using CheckIn.Hub.Enrolment;

namespace CheckIn.Hub.Accounts;

/// <summary>Refused sign-ins and acts on their way to the audit: one row a minute and origin, with how many.</summary>
internal sealed class RefusalLedger
{
    /// <summary>Whose address it is; of IPv6 the network of one subscriber.</summary>
    internal static string NetworkOf(string? address) => IPAddress.TryParse(address, out var parsed)
        ? GateLimits.Attempts.NetworkOf(parsed) : address ?? "";
}
