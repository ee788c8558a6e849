using System.Net;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Enrolment;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Authority;

/// <summary>Where the gates' HTTPS may listen, and what it needs.</summary>
internal sealed class GatesListenerRules(IOptions<BrokerOptions> broker) : IValidateOptions<EnrolmentOptions>
{
    public ValidateOptionsResult Validate(string? name, EnrolmentOptions options)
    {
        if (options.Listen is not { } listen)
            return ValidateOptionsResult.Success;
        if (!IPEndPoint.TryParse(listen, out _) || listen.LastIndexOf(':') <= listen.LastIndexOf(']'))
        {
            return ValidateOptionsResult.Fail(
                $"Enrolment:Listen is '{listen}', which is not an address and port such as 0.0.0.0:8443.");
        }
        if (options.Address is null)
        {
            return ValidateOptionsResult.Fail(
                $"Enrolment:Listen is '{listen}', but Enrolment:Address does not say by which name gates reach it: set "
                + "it too, such as hub.example.");
        }
        return broker.Value is { TlsCertificate: not null, TlsClientAuthority: null }
            ? ValidateOptionsResult.Fail(
                "Broker:TlsCertificate is of another authority, and Broker:TlsClientAuthority does not say which one "
                + "signs the gates' certificates. Name it; or leave out Broker:TlsCertificate, and the hub makes all "
                + "certificates itself.")
            : ValidateOptionsResult.Success;
    }
}
