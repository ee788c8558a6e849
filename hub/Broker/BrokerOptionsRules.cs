using System.Net;
using CheckIn.Contract;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Web;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>What annotations cannot say: where the endpoints may listen, and what needs what.</summary>
internal sealed class BrokerOptionsRules(IOptions<WebOptions> web) : IValidateOptions<BrokerOptions>
{
    private const string Unencrypted =
        "There is neither encryption nor authentication on it, so anybody there could speak for a gate. Leave it at "
        + "127.0.0.1:1883 and set Enrolment:Address to the name by which gates reach this hub, such as hub.example: "
        + "it then serves them over TLS on port 8883, each with a certificate that it gets with a one-time code "
        + "(checkin-hub enrol).";
    private const string Anonymous =
        "Without Broker:TlsClientAuthority clients are not authenticated, so anybody there could speak for a gate. "
        + "Name the authority of their certificates; or leave out Broker:TlsCertificate, and the hub makes all "
        + "certificates itself; or use a loopback address.";

    public ValidateOptionsResult Validate(string? name, BrokerOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(BrokerOptions options)
    {
        if (options.Mode == BrokerMode.External)
        {
            if (options.Server is not { IsAbsoluteUri: true, Scheme: "mqtt" or "mqtts" })
                yield return $"Broker:Server is '{options.Server}', which is neither mqtt://host nor mqtts://host.";
            if (options.ServerAuthority is { } authority && !File.Exists(authority))
                yield return $"Broker:ServerAuthority is '{authority}', and there is no such file.";
            var server = Pair("ServerCertificate", options.ServerCertificate, "ServerKey", options.ServerKey);
            foreach (var problem in server)
                yield return problem;
            if (options.Access == BrokerAccess.Open)
            {
                yield return "Broker:Access is Open, but Broker:Mode is External: "
                    + "who may do what is that server's to say.";
            }
            foreach (var problem in Files(options))
                yield return problem;
            yield break;
        }
        foreach (var problem in EndPoint("Listen", options.Listen, Unencrypted))
            yield return problem;
        foreach (var problem in Tls(options).Concat(Open(options)))
            yield return problem;
        if (options.MaxReceivingBytes < options.MaxPacketBytes)
        {
            yield return $"Broker:MaxReceivingBytes is {options.MaxReceivingBytes}, less than Broker:MaxPacketBytes, "
                + $"{options.MaxPacketBytes}: a packet of that size could never be received.";
        }
    }

    private static IEnumerable<string> Files(BrokerOptions options)
    {
        if (options.ServerFiles is { } files)
        {
            if (!Directory.Exists(files))
                yield return $"Broker:ServerFiles is '{files}', and there is no such directory: checkin-hub mosquitto "
                    + "makes it.";
            if (options.Server.Scheme != "mqtts")
            {
                yield return $"Broker:ServerFiles is '{files}', but Broker:Server is '{options.Server}': "
                    + "certificates mean something over mqtts:// only.";
            }
        }
        foreach (var hub in options.ServerHubs.Where(static hub => GateId.IsValid(hub)))
        {
            yield return $"Broker:ServerHubs names '{hub}', which a gate could be called: it would then be a hub "
                + "there. "
                + "Use a name with a capital letter or a dot.";
        }
    }

    private static IEnumerable<string> Tls(BrokerOptions options)
    {
        if (options.TlsListen is not { } tls)
            yield break;
        var isAnonymous = options is { TlsCertificate: not null, TlsClientAuthority: null };
        foreach (var problem in EndPoint("TlsListen", tls, isAnonymous ? Anonymous : null))
            yield return problem;
        foreach (var problem in Pair("TlsCertificate", options.TlsCertificate, "TlsKey", options.TlsKey))
            yield return problem;
        if (options.TlsClientAuthority is not { } authority)
            yield break;
        if (!File.Exists(authority))
            yield return $"Broker:TlsClientAuthority is '{authority}', and there is no such file.";
        if (options.TlsCertificate is null)
        {
            yield return "Broker:TlsClientAuthority names another authority for the gates' certificates, but "
                + "Broker:TlsCertificate names no certificate of the hub's for them to trust: name both, or neither, "
                + "and the hub "
                + "makes all certificates itself.";
        }
    }

    private static IEnumerable<string> Pair(string setting, string? certificate, string keySetting, string? key)
    {
        if (certificate is null)
        {
            if (key is not null)
                yield return $"Broker:{keySetting} is '{key}', but Broker:{setting} names no certificate to go with "
                    + "it.";
            yield break;
        }
        (string Setting, string? Path)[] files = [(setting, certificate), (keySetting, key)];
        var missing = files.Where(file => file.Path is not null && !File.Exists(file.Path)).ToArray();
        foreach (var file in missing)
            yield return $"Broker:{file.Setting} is '{file.Path}', and there is no such file.";
        if (missing.Length == 0 && PemCertificate.Problem(certificate, key) is { } problem)
            yield return $"Broker:{setting} is {problem}";
    }

    private IEnumerable<string> Open(BrokerOptions options)
    {
        if (options.Access != BrokerAccess.Open)
            yield break;
        (string Setting, string? Text)[] endPoints =
        [
            ("Broker:Listen", options.Listen), ("Broker:TlsListen", options.TlsListen),
            ("Web:Listen", web.Value.Listen),
        ];
        foreach (var (setting, text) in endPoints)
        {
            if (text is not null && !IsLoopback(text))
            {
                yield return $"Broker:Access is Open, and {setting} is '{text}', which other machines could reach: "
                    + "anybody there could use any topic. Use a loopback address, or Broker:Access=Strict.";
            }
        }
    }

    /// <param name="setting">Its name.</param>
    /// <param name="text">Its value.</param>
    /// <param name="risk">Why only this machine may reach it; null = any may.</param>
    private static IEnumerable<string> EndPoint(string setting, string text, string? risk)
    {
        if (!BrokerOptions.TryParse(text, out var endPoint))
        {
            yield return $"Broker:{setting} is '{text}', which is not an address and port such as 127.0.0.1:1883.";
        }
        else if (risk is not null && !IPAddress.IsLoopback(endPoint.Address))
        {
            yield return $"Broker:{setting} is '{text}', which other machines could reach. {risk}";
        }
    }

    private static bool IsLoopback(string text) =>
        BrokerOptions.TryParse(text, out var endPoint) && IPAddress.IsLoopback(endPoint.Address);
}
