[Unit]
Description=Defragment this etcd member, an hour apart from the others

[Timer]
OnCalendar=*-*-* 0[=1 + host.voterIndex]:30:00
# Not at boot for a night that was missed: then others may be at it.
Persistent=false
