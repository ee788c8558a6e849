using System.Net;
using CheckIn.Enrolment;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Settings;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Enrolment;

/// <summary>Where gates reach this hub, as it stands in codes and in what they are granted.</summary>
internal sealed class HubAddresses(
    IOptions<EnrolmentOptions> enrolment, IOptions<BrokerOptions> broker, GatesEndPoint door, BrokerEndPoint mqtt)
{
    private const int DefaultMqttPort = 8883;

    /// <summary>Host and port behind the @ of a code; null = Enrolment:Address is not set.</summary>
    internal string? OfCodes => Host is { } host ? $"{host}:{Port}" : null;

    internal Uri Https => new($"https://{OfCodes ?? throw NoAddress()}/");

    internal Uri Mqtt => enrolment.Value.Mqtt is { Length: > 0 } elsewhere
        ? new Uri("mqtts://" + elsewhere)
        : new Uri($"mqtts://{Host ?? throw NoAddress()}:{MqttPort}");

    private int Port => SaidPort ?? door.Bound?.Port ?? PortOf(enrolment.Value.Listen) ?? EnrolmentCode.DefaultPort;

    private int MqttPort => mqtt.TlsBound?.Port ?? PortOf(broker.Value.TlsListen) ?? DefaultMqttPort;

    private Uri? Said => enrolment.Value.Address is { Length: > 0 } address
        && Uri.TryCreate("https://" + address, UriKind.Absolute, out var uri) ? uri : null;

    private string? Host => Said?.Host;

    /// <summary>The address may name a port, that of a forwarder before the hub.</summary>
    private int? SaidPort =>
        Said is { } said && (!said.IsDefaultPort || enrolment.Value.Address!.EndsWith(":443", StringComparison.Ordinal))
        ? said.Port : null;

    internal static EnrolmentException AnotherAuthority()
    {
        var fault = Authority.AuthorityFaults.Other();
        return new EnrolmentException(fault.In(Language.English), fault.In(Language.Vietnamese));
    }

    internal static EnrolmentException NoAddress() => new(
        "This hub has no address for gates, so none can be enrolled. Nothing was done. Set Enrolment:Address to the "
            + "name or address by which gates reach it, such as hub.example, and start it again.",
        "Trung tâm chưa có địa chỉ cho các cổng nên chưa đăng ký được cổng nào. Chưa làm gì cả. Hãy đặt "
            + "Enrolment:Address là tên hoặc địa chỉ mà các cổng dùng để kết nối, ví dụ hub.example, rồi khởi động lại "
            + "trung tâm.");

    private static int? PortOf(string? endPoint) =>
        endPoint is not null && IPEndPoint.TryParse(endPoint, out var parsed) && parsed.Port != 0 ? parsed.Port : null;
}
