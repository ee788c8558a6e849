using System.CommandLine;
using CheckIn.Demo;

var once = new Option<bool>("--once") { Description = "Shows every picture once, waits until the hub has everything, prints one JSON line and exits 0 if nothing is missing." };
var pictures = new Option<DirectoryInfo>("--pictures") { Description = "Shows the pictures of this folder (PNG; JPEG with libturbojpeg) instead of drawing some." };
var keep = new Option<DirectoryInfo>("--keep") { Description = "Keeps all files in this folder instead of a temporary one." };
pictures.AcceptExistingOnly();
var root = new RootCommand("A hub and two gates with simulated hardware and real QR pictures.") { once, pictures, keep };
root.SetAction((arguments, cancellation) => new Demonstration(
    arguments.GetValue(once), arguments.GetValue(pictures), arguments.GetValue(keep)).RunAsync(cancellation));
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
