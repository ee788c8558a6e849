using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using CheckIn.Hub.Notices;

namespace CheckIn.Hub.Tests.Notices;

/// <summary>A mail as the server was handed it.</summary>
internal sealed record Mail(string From, string To, bool IsEncrypted, string? Login, string Text)
{
    internal string Head => Text[..Text.IndexOf("\n\n", StringComparison.Ordinal)];

    /// <summary>A header's value, unfolded.</summary>
    internal string? Header(string name) => Head.Replace("\n ", "", StringComparison.Ordinal).Split('\n')
        .Where(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 2)..]).FirstOrDefault();

    internal string Body => Encoding.UTF8.GetString(Convert.FromBase64String(Text[(Head.Length + 2)..]));
}

/// <summary>A small real SMTP server [RFC 5321] with STARTTLS, on a loopback port.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _running;

    /// <param name="certificate">With its key; null = STARTTLS is not offered.</param>
    internal MailServer(X509Certificate2? certificate)
    {
        _certificate = certificate;
        _listener.Start();
        _running = RunAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The answer to RCPT; null = 250.</summary>
    internal string? Recipients { get; set; }

    /// <summary>The answer to AUTH, and nobody hands in mail without; null = 235.</summary>
    internal string? Logins { get; set; }

    /// <summary>It says nothing any more.</summary>
    internal bool IsMute { get; set; }

    internal Channel<Mail> Taken { get; } = Channel.CreateUnbounded<Mail>();

    /// <summary>Commands that came unencrypted, without their arguments.</summary>
    internal List<string> InTheClear { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _running;
        _ending.Dispose();
    }

    private async Task RunAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
                talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            using var talk = new Talk(this, client.GetStream());
            try
            {
                await talk.RunAsync(_ending.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException
                or System.Security.Authentication.AuthenticationException)
            {
                // The client went away, or trusts us not.
            }
        }
    }

    private sealed class Talk(MailServer server, Stream stream) : IDisposable
    {
        private StreamReader _reader = new(stream);
        private string _from = "", _to = "";
        private string? _login;
        private bool IsEncrypted => stream is SslStream;

        public void Dispose() => _reader.Dispose();

        internal async Task RunAsync(CancellationToken cancellation)
        {
            await SayAsync("220 localhost ready");
            while (await _reader.ReadLineAsync(cancellation) is { } line)
            {
                if (server.IsMute)
                    await Task.Delay(Timeout.Infinite, cancellation);
                var word = line.Split(' ')[0].ToUpperInvariant();
                if (!IsEncrypted)
                    server.InTheClear.Add(word);
                if (word == "QUIT")
                {
                    await SayAsync("221 bye");
                    return;
                }
                await AnswerAsync(word, line, cancellation);
            }
        }

        private async Task AnswerAsync(string word, string line, CancellationToken cancellation)
        {
            switch (word)
            {
                case "EHLO":
                    await SayAsync("250-localhost"
                        + (server._certificate is null || IsEncrypted ? "" : "\r\n250-STARTTLS")
                        + (IsEncrypted ? "\r\n250-AUTH LOGIN" : "") + "\r\n250 8BITMIME");
                    break;
                case "STARTTLS":
                    await SayAsync("220 go ahead");
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(
                        new SslServerAuthenticationOptions { ServerCertificate = server._certificate }, cancellation);
                    (stream, _reader) = (tls, new StreamReader(tls));
                    break;
                case "AUTH":
                    await LogInAsync(line, cancellation);
                    break;
                case "MAIL":
                    _from = line.Split('<', '>')[1];
                    await SayAsync(server.Logins is null ? "250 ok" : "530 5.7.0 authentication required");
                    break;
                case "RCPT":
                    _to = line.Split('<', '>')[1];
                    await SayAsync(server.Recipients ?? "250 ok");
                    break;
                case "DATA":
                    await TakeAsync(cancellation);
                    break;
                default:
                    await SayAsync("250 ok");
                    break;
            }
        }

        private async Task LogInAsync(string line, CancellationToken cancellation)
        {
            var user = line.Split(' ') is [_, _, var first] ? first : await AskAsync("334 VXNlcm5hbWU6", cancellation);
            var password = await AskAsync("334 UGFzc3dvcmQ6", cancellation);
            _login = string.Join(':', new[] { user, password }.Select(
                text => Encoding.UTF8.GetString(Convert.FromBase64String(text))));
            await SayAsync(server.Logins ?? "235 welcome");
        }

        private async Task<string> AskAsync(string question, CancellationToken cancellation)
        {
            await SayAsync(question);
            return await _reader.ReadLineAsync(cancellation) ?? "";
        }

        private async Task TakeAsync(CancellationToken cancellation)
        {
            await SayAsync("354 go ahead");
            var text = new StringBuilder();
            while (await _reader.ReadLineAsync(cancellation) is { } line && line != ".")
                text.Append(line.StartsWith('.') ? line[1..] : line).Append('\n');
            await SayAsync("250 queued");
            var mail = new Mail(_from, _to, IsEncrypted, _login, text.ToString());
            await server.Taken.Writer.WriteAsync(mail, cancellation);
        }

        private async Task SayAsync(string text)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"));
            await stream.FlushAsync();
        }
    }
}
