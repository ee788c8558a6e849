using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using CheckIn.Enrolment;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// One TLS 1.3 connection to whoever answers at the code's address. Which certificate he shows is remembered, not
/// judged: the gate knows no authority yet, and binds its proof to that certificate instead, so that it is worth
/// nothing to anybody but its owner. The connection is made before the request, because the proof needs to know the
/// certificate.
/// </summary>
internal sealed class ClaimChannel : IDisposable
{
    private const int MostBytes = 1024 * 1024;
    private readonly Uri _address;
    private readonly SslStream _stream;
    private readonly HttpClient _http;

    private ClaimChannel(EnrolmentCode code, SslStream stream, byte[] hubCertificate)
    {
        (_stream, HubCertificate) = (stream, hubCertificate);
        // The stream is encrypted already; to the client above it is plain.
        _address = new UriBuilder(code.Hub) { Scheme = Uri.UriSchemeHttp }.Uri;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(stream),
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
        })
        {
            MaxResponseContentBufferSize = MostBytes,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>SHA-256 of the certificate (DER) that was shown.</summary>
    internal byte[] HubCertificate { get; }

    internal static async Task<ClaimChannel> OpenAsync(EnrolmentCode code, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? stream = null;
        try
        {
            await socket.ConnectAsync(code.Host.Trim('[', ']'), code.Port, cancellation);
            byte[]? shown = null;
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = code.Host.Trim('[', ']'),
                EnabledSslProtocols = SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    shown = certificate is null ? null : SHA256.HashData(certificate.GetRawCertData());
                    return shown is not null;
                },
            }, cancellation);
            return new ClaimChannel(code, stream, shown!);
        }
        catch
        {
            stream?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks once.</summary>
    /// <param name="id">The claim's name.</param>
    /// <param name="request">The body.</param>
    /// <param name="proof">That the gate knows the code.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<ClaimAnswer> AskAsync(string id, byte[] request, string proof, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, "/api/v1/enrolment/" + id))
        {
            Content = new ByteArrayContent(request)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        message.Headers.Add(EnrolmentProof.Header, proof);
        message.Headers.ConnectionClose = true;
        using var answer = await _http.SendAsync(message, cancellation);
        var given = answer.Headers.TryGetValues(EnrolmentProof.Header, out var values) ? values.FirstOrDefault() : null;
        return new ClaimAnswer((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellation), given);
    }

    public void Dispose()
    {
        _http.Dispose();
        _stream.Dispose();
    }
}

/// <summary>What came back, not believed yet.</summary>
/// <param name="Status">HTTP's.</param>
/// <param name="Body">Byte for byte.</param>
/// <param name="Proof">What the header says; null = there is none.</param>
internal sealed record ClaimAnswer(int Status, byte[] Body, string? Proof);
