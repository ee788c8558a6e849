using System.Net;
using CheckIn.Hub.Web;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>What annotations cannot say: where the endpoints may listen, and what needs what.</summary>
internal sealed class BrokerOptionsRules(IOptions<WebOptions> web) : IValidateOptions<BrokerOptions>
{
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
            yield break;
        }
        foreach (var problem in EndPoint("Listen", options.Listen))
            yield return problem;
        if (options.TlsListen is { } tls)
        {
            foreach (var problem in EndPoint("TlsListen", tls))
                yield return problem;
            if (options.TlsCertificate is null)
                yield return $"Broker:TlsListen is '{tls}', but Broker:TlsCertificate names no certificate.";
            else if (!File.Exists(options.TlsCertificate))
                yield return $"Broker:TlsCertificate is '{options.TlsCertificate}', and there is no such file.";
            if (options.TlsKey is { } key && !File.Exists(key))
                yield return $"Broker:TlsKey is '{key}', and there is no such file.";
        }
        if (options.MaxReceivingBytes < options.MaxPacketBytes)
        {
            yield return $"Broker:MaxReceivingBytes is {options.MaxReceivingBytes}, less than Broker:MaxPacketBytes, "
                + $"{options.MaxPacketBytes}: a packet of that size could never be received.";
        }
        if (options.Access == BrokerAccess.Open && !IsLoopback(web.Value.Listen))
        {
            yield return $"Broker:Access is Open, and Web:Listen is '{web.Value.Listen}', which other machines could reach: "
                + "over its /mqtt anybody there could use any topic. Use a loopback address, or Broker:Access=Strict.";
        }
    }

    private static IEnumerable<string> EndPoint(string setting, string text)
    {
        if (!BrokerOptions.TryParse(text, out var endPoint))
        {
            yield return $"Broker:{setting} is '{text}', which is not an address and port such as 127.0.0.1:1883.";
        }
        else if (!IPAddress.IsLoopback(endPoint.Address))
        {
            yield return $"Broker:{setting} is '{text}', which other machines could reach. Clients are not authenticated "
                + "yet, so anybody there could speak for a gate; use a loopback address such as 127.0.0.1:1883.";
        }
    }

    private static bool IsLoopback(string text) =>
        BrokerOptions.TryParse(text, out var endPoint) && IPAddress.IsLoopback(endPoint.Address);
}
