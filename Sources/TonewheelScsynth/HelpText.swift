/// The output of `-h`.
enum HelpText {
    static let text = """
        tonewheel-scsynth: Tonewheel's synthesis server, with the command line of scsynth.

          -u <port>       the UDP port to listen on
          -t <port>       the TCP port to listen on
          -p <password>   password that clients send first over TCP; UDP needs none
          -B <address>    the address to listen on (127.0.0.1)
          -i, -o <n>      input and output channels (8)
          -a <n>          audio buses (1024)             -c <n>  control buses (16384)
          -b <n>          buffers (1024)                 -n <n>  nodes (1024)
          -d <n>          definitions (1024)             -w <n>  wires between the units of a synth (64)
          -z <frames>     block size (64)                -Z <frames>  period of the device
          -S <hertz>      sample rate of the device      -H <name>    device: a JACK server's name
          -m <kB>         maximum memory of all synths together (no limit)
          -l <n>          clients, TCP connections (64)  -r <seed>    seed of the random numbers
          -D <0|1>        load the SynthDefs of the folder synthdefs (1)
          -P <folder>     restrict file access to this folder (/)
          -V <n>          verbosity (0)
          -N <score> <input|_> <output> <rate> <header> <sample format>
                          render a score into a sound file, as fast as possible
          --isolation worker
                          render in separate processes, so that a crash of a synth does
                          not interrupt the sound (Linux)
          -v, --version   print the version
          -h, --help      print this text

        Accepted but ignored: -R -C -U -I -O -L -M -s -T -y.

        """
}
