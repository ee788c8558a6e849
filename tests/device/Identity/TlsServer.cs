using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace CheckIn.Gate.Tests.Identity;

/// <summary>Takes one connection, and accepts whatever CONNECT comes.</summary>
internal sealed class TlsServer : IDisposable
{
    private static readonly byte[] Accepted = [0x20, 3, 0, 0, 0];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private SslStream? _stream;

    internal TlsServer((X509Certificate2 Certificate, X509Certificate2Collection Chain) shows)
    {
        _listener.Start();
        Shown = TakeAsync(shows.Certificate, shows.Chain);
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal Task<(SslProtocols Protocol, string Subject, int Others)> Shown { get; }

    /// <summary>Bytes of the client's first words; 0 = it went without one.</summary>
    internal int Heard { get; private set; }

    public void Dispose()
    {
        _stream?.Dispose();
        _listener.Dispose();
    }

    private async Task<(SslProtocols Protocol, string Subject, int Others)> TakeAsync(
        X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        var (subject, sent) = ("", 0);
        _stream = new SslStream((await _listener.AcceptTcpClientAsync()).GetStream());
        await _stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, shown, sentChain, _) =>
            {
                (subject, sent) = (shown?.Subject ?? "", sentChain?.ChainPolicy.ExtraStore.Count ?? 0);
                return shown is not null;
            },
        });
        var protocol = _stream.SslProtocol;
        Heard = await HearAsync(_stream);
        if (Heard > 0)
            await _stream.WriteAsync(Accepted);
        return (protocol, subject, sent);
    }

    /// <summary>Who goes without reading what a server sends after the handshake resets the connection.</summary>
    private static async Task<int> HearAsync(SslStream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[4096]);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
